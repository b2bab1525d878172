//! The guide on the client's page: how to log in, walk a listing, branch on an error, set retries
//! and test without a server, with the document's own operations.

use super::{Planner, examples};
use crate::ir::reading::{self, Successes, Value, successes};
use crate::ir::{
    Content, FlowKind, Method, Operation, Place, SecurityKind, SecurityRequirement, Type, TypeId,
    TypeKind,
};

/// The guide, as lines of a doc comment.
pub(crate) fn client(planner: &Planner<'_>) -> String {
    let sections = [
        log_in(planner),
        log_a_person_in(planner),
        set_a_variable(planner),
        walk_a_listing(planner),
        send_a_file(planner),
        receive_a_stream(planner),
        receive_events(planner),
        branch_on_an_error(planner),
        set_up_one_call(planner),
        call_at_the_same_time(planner),
        set_retries(planner),
        go_through_a_proxy(planner),
        call_without_async(planner),
        test_without_a_server(planner),
    ];
    let sections: Vec<String> = sections
        .into_iter()
        .flatten()
        .map(|section| section.render(planner))
        .collect();
    sections.join("\n\n")
}

/// What the README shows of the guide: how this very API lists, takes files and streams.
pub(crate) fn readme(planner: &Planner<'_>) -> String {
    let sections = [
        walk_a_listing(planner),
        send_a_file(planner),
        receive_a_stream(planner),
        receive_events(planner),
        branch_on_an_error(planner),
        call_at_the_same_time(planner),
    ];
    let sections = sections.into_iter().flatten().map(|section| {
        let text = section.render(planner);
        format!("#{}\n", text.replace("```no_run", "```rust,no_run"))
    });
    sections.collect::<Vec<_>>().join("\n")
}

/// One example of the guide.
struct Section {
    title: &'static str,
    text: &'static str,
    /// What the hidden function around the code needs to be there.
    feature: Option<&'static str>,
    /// What it takes.
    arguments: &'static str,
    code: String,
}

impl Section {
    fn render(&self, planner: &Planner<'_>) -> String {
        let krate = planner.crate_name();
        let arguments = self.arguments.replace("CRATE", &krate);
        let opening = examples::opening(&krate, "async fn", &arguments);
        let feature = self
            .feature
            .map(|name| format!("# #[cfg(feature = \"{name}\")]\n"));
        let feature = feature.unwrap_or_default();
        let code = self.code.replace("CRATE", &krate);
        format!(
            "# {}\n\n{}\n\n```no_run\n{feature}{opening}\n{code}\n# Ok(())\n# }}\n```",
            self.title, self.text
        )
    }
}

fn log_in(planner: &Planner<'_>) -> Option<Section> {
    if planner.api.security_schemes.is_empty() {
        return None;
    }
    let server = if planner.api.servers.is_empty() {
        "    .base_url(\"https://api.example.com\")\n".to_owned()
    } else {
        format!(
            "    .{}(CRATE::{}::{})\n",
            planner.names.server_enum.method,
            planner.names.server_enum.name,
            planner.names.servers[0]
        )
    };
    let login = planner.login_of(index_of(planner, |one| !one.security.is_empty()));
    let text = match login.iter().any(|line| line.contains("client_credentials")) {
        true => "The client gets its token with the first call, and a new one before it expires.",
        false => "The credential is sent with the calls that need it, and with no others.",
    };
    let login: String = login.iter().map(|line| format!("    {line}\n")).collect();
    Some(Section {
        title: "Log in",
        text,
        feature: None,
        arguments: "",
        code: format!(
            "let client = CRATE::Client::builder()\n{server}{login}    .build()?;\n# let _ = client;"
        ),
    })
}

fn set_a_variable(planner: &Planner<'_>) -> Option<Section> {
    let mut servers = planner.api.servers.iter().zip(&planner.names.servers);
    let (template, server) =
        servers.find_map(|(server, name)| Some((server.template.as_ref()?, name)))?;
    let variable = template.variables.first()?;
    let other = variable.values.iter().find(|one| **one != variable.default);
    Some(Section {
        title: "Set a variable of the server's address",
        text: "A variable that is not set has its default.",
        feature: None,
        arguments: "",
        code: format!(
            "let client = CRATE::Client::builder()\n    .{}(CRATE::{}::{server})\n    \
             .server_variable({:?}, {:?})\n    .build()?;\n# let _ = client;",
            planner.names.server_enum.method,
            planner.names.server_enum.name,
            variable.name,
            other.unwrap_or(&variable.default),
        ),
    })
}

fn walk_a_listing(planner: &Planner<'_>) -> Option<Section> {
    let call = call_of(planner, |operation| operation.paging.is_some())?;
    Some(Section {
        title: "Walk a listing",
        text: "The next page is fetched when it is needed; `pages()` yields whole pages. `info()` tells \
               the number of the last page and how many items there are in all, as far as the \
               server says so. `position()` is a text: a listing that begins with `resume_from` \
               continues there, in another process as well. An item that cannot be decoded is an \
               error among the other items; any other error ends the listing.",
        feature: None,
        arguments: "client: CRATE::Client",
        code: laid_out(format!(
            "let mut items = {call}.items();\nwhile let Some(item) = items.try_next().await? {{\n    \
             println!(\"{{item:?}}\");\n}}"
        )),
    })
}

fn send_a_file(planner: &Planner<'_>) -> Option<Section> {
    let call = call_of(planner, |operation| {
        let form = operation.body.as_ref().map(|body| &body.form().content);
        matches!(form, Some(Content::Multipart(_) | Content::Binary))
    })?;
    Some(Section {
        title: "Send a file",
        text: "The bytes may come from memory, a file or a stream.",
        feature: None,
        arguments: "client: CRATE::Client",
        code: laid_out(format!("{call}.await?;")),
    })
}

fn receive_a_stream(planner: &Planner<'_>) -> Option<Section> {
    let call = call_of(planner, |operation| {
        let mut responses = operation.responses.iter().filter(|one| one.success);
        responses.any(|one| matches!(one.content(), Content::Binary))
    })?;
    Some(Section {
        title: "Receive bytes",
        text: "All of them at once:",
        feature: None,
        arguments: "client: CRATE::Client",
        code: laid_out(format!("let bytes = {call}.await?;\nlet _ = bytes;")),
    })
}

fn receive_events(planner: &Planner<'_>) -> Option<Section> {
    let call = call_of(planner, |operation| reading::stream(operation).is_some())?;
    Some(Section {
        title: "Receive a stream",
        text: "Its items come one by one, as the server sends them.",
        feature: None,
        arguments: "client: CRATE::Client",
        code: laid_out(format!(
            "let mut items = {call}.into_items().await?;\nwhile let Some(item) = \
             items.try_next().await? {{\n    println!(\"{{item:?}}\");\n}}"
        )),
    })
}

/// Whether people log in to the API in a browser.
fn has_login_page(planner: &Planner<'_>) -> bool {
    let mut schemes = planner.api.security_schemes.iter();
    schemes.any(|scheme| match &scheme.kind {
        SecurityKind::OAuth2(flows) => flows
            .iter()
            .any(|flow| flow.kind == FlowKind::AuthorizationCode),
        _ => false,
    })
}

fn log_a_person_in(planner: &Planner<'_>) -> Option<Section> {
    if !has_login_page(planner) {
        return None;
    }
    Some(Section {
        title: "Log a person in",
        text: "With PKCE, so that no secret is needed. The client renews the token as long as the \
               server allows; a store given by `token_store` keeps it between runs.",
        feature: None,
        arguments: "redirected: String",
        code: format!(
            "let builder = CRATE::Client::builder(){};\n\
             let login = builder.login(\"id\", \"http://localhost:8080/callback\")?;\n\
             println!(\"log in at {{}}\", login.url());\n\
             // `redirected` is the address that the browser comes back to.\n\
             let client = builder.grant(login.finish(redirected)?).build()?;\n\
             # let _ = client;",
            server(planner)
        ),
    })
}

/// The call of the builder that says where the server is.
fn server(planner: &Planner<'_>) -> String {
    if planner.needs_base_url() {
        return ".base_url(\"https://api.example.com\")".to_owned();
    }
    format!(
        ".{}(CRATE::{}::{})",
        planner.names.server_enum.method, planner.names.server_enum.name, planner.names.servers[0]
    )
}

fn set_up_one_call(planner: &Planner<'_>) -> Option<Section> {
    let call = call_of(planner, |_| true)?;
    let call = laid_out(format!(
        "let answer = {call}.with_header(\"x-request-source\", \"nightly job\")\
         .with_timeout(Duration::from_secs(20)).send_with_response().await?;\n\
         println!(\"{{}}\", answer.status());"
    ));
    Some(Section {
        title: "Set up one call",
        text: "What is specific to one call begins with `with_`. The answer comes with its status \
               and headers where they are asked for.",
        feature: None,
        arguments: "client: CRATE::Client",
        code: format!("use std::time::Duration;\n\n{call}"),
    })
}

fn call_at_the_same_time(planner: &Planner<'_>) -> Option<Section> {
    let call = call_of(planner, |_| true)?;
    Some(Section {
        title: "Call at the same time",
        text: "What `send` gives is a future of its own, which borrows nothing.",
        feature: None,
        arguments: "client: CRATE::Client",
        code: laid_out(format!(
            "let spawned = tokio::spawn({call}.send());\n\
             let both = tokio::try_join!({call}.send(), {call}.send())?;\n\
             let _ = (spawned, both);"
        )),
    })
}

fn go_through_a_proxy(planner: &Planner<'_>) -> Option<Section> {
    Some(Section {
        title: "Go through a proxy, with a certificate",
        text: "The system's proxy is used unless `no_proxy` says otherwise. The certificate shows \
               the server who calls.",
        feature: Some("rustls"),
        arguments: "",
        code: format!(
            "let client = CRATE::Client::builder()\n    {}\n    \
             .proxy(\"http://proxy.example:3128\")\n    \
             .client_certificate_files(\"client.pem\", \"client.key\")\n    .build()?;\n\
             # let _ = client;",
            server(planner)
        ),
    })
}

fn call_without_async(planner: &Planner<'_>) -> Option<Section> {
    let call = call_of(planner, |_| true)?;
    Some(Section {
        title: "Call without async",
        text: "With the feature `blocking`. Such a client is not for async code, whose thread it \
               would hold up.",
        feature: Some("blocking"),
        arguments: "client: CRATE::blocking::Client",
        code: laid_out(format!("let answer = {call}.send()?;\nlet _ = answer;")),
    })
}

fn branch_on_an_error(planner: &Planner<'_>) -> Option<Section> {
    let call = call_of(planner, |_| true)?;
    Some(Section {
        title: "Handle an error",
        text: "Its text names the operation, the status, the server's code and message, and the \
               correlation id.",
        feature: None,
        arguments: "client: CRATE::Client",
        code: laid_out(format!(
            "match {call}.await {{\n    Ok(reply) => println!(\"{{reply:?}}\"),\n    \
             Err(error) if error.is_not_found() => println!(\"there is no such thing\"),\n    \
             Err(error) if error.is_rate_limited() => println!(\"again in {{:?}}\", error.retry_after()),\n    \
             Err(error) => return Err(error),\n}}"
        )),
    })
}

fn set_retries(planner: &Planner<'_>) -> Option<Section> {
    let call = call_of(planner, |_| true)?;
    let call = laid_out(format!("{call}.with_retry(RetryPolicy::none()).await?;"));
    let retry = planner.subject("retry");
    Some(Section {
        title: "Set retries",
        text: "Set them for the client, or for one call.",
        feature: None,
        arguments: "",
        code: format!(
            "use std::time::Duration;\n\nuse CRATE::{retry}::RetryPolicy;\n\n\
             let client = CRATE::Client::builder()\n    .base_url(\"https://api.example.com\")\n    \
             .retry(RetryPolicy::standard().max_attempts(6))\n    \
             .timeout(Duration::from_secs(60))\n    .build()?;\n\
             {call}"
        ),
    })
}

fn test_without_a_server(planner: &Planner<'_>) -> Option<Section> {
    let index = index_of(planner, |_| true)?;
    let call = examples::chain(planner, index)?;
    let call = laid_out(format!("let error = {call}.await.unwrap_err();"));
    let transport = planner.subject("transport");
    let operation = &planner.api.operations[index];
    let id = operation.id.clone().unwrap_or_else(|| {
        let method = &planner.names.operations[index].method;
        method.plain().to_owned()
    });
    Some(Section {
        title: "Test without a server",
        text: "A fake transport answers by operation and records the requests.",
        feature: None,
        arguments: "",
        code: format!(
            "use CRATE::{transport}::{{FakeAnswer, FakeTransport}};\n\n\
             let fake = FakeTransport::new().answer({id:?}, FakeAnswer::status(404));\n\
             let client = CRATE::Client::builder()\n    .base_url(\"https://api.example.com\")\n    \
             .transport(fake.clone())\n    .build()?;\n\
             {call}\nassert!(error.is_not_found());\n\
             assert_eq!(fake.requests().len(), 1);"
        ),
    })
}

/// The code of a test with a typed mock: the most suitable operation that answers with a model, and
/// that the builder has a credential for.
pub(super) fn test_with_a_mock(planner: &Planner<'_>) -> Option<String> {
    let order = by_suitability(planner).into_iter();
    let mut fitting = order.filter_map(|index| {
        let operation = &planner.api.operations[index];
        let is_final = operation.docs.deprecated.is_none() && !operation.preview;
        let model = model_of(planner, operation)?;
        let fits = is_final && is_open(planner, operation);
        fits.then_some(())?;
        Some((index, model, examples::chain(planner, index)?))
    });
    let (index, model, chain) = fitting.next()?;
    let names = &planner.names.operations[index];
    let module = &planner.names.tags[planner.api.operations[index].tag.0].module;
    let model = planner.names.ty(model);
    let krate = planner.crate_name();
    let mut builder = String::new();
    if planner.needs_base_url() {
        builder.push_str("    .base_url(\"https://api.example.com\")\n");
    }
    let login = planner.login_by_token(index);
    builder.extend(login.iter().map(|line| format!("    {line}\n")));
    Some(format!(
        "use {krate}::{module}::{marker};\nuse {krate}::models::{model};\n\
         use {krate}::testing::{{FakeTransport, mock}};\n\n\
         let fake = FakeTransport::new().mount(\n    mock::<{marker}>(){argument}\n        \
         .answers({model}::example())\n        .times(1),\n);\n\
         let client = {krate}::Client::builder()\n{builder}    .transport(fake.clone())\n    \
         .build()?;\n\n\
         {call}\n\
         assert_eq!(reply, {model}::example());\n\
         fake.verify();",
        marker = names.marker,
        argument = mock_argument(planner, index).unwrap_or_default(),
        call = laid_out(format!("let reply = {chain}.await?;")),
    ))
}

/// The model that an operation answers with, if it answers with nothing else and has an example.
fn model_of(planner: &Planner<'_>, operation: &Operation) -> Option<TypeId> {
    let (_, Successes::One(Value::Type(Type::Named(id)), _)) = successes(operation) else {
        return None;
    };
    let is_alias = matches!(planner.api.ty(*id).kind, TypeKind::Alias(_));
    let has_example = planner.fixtures.types.get(id.0)?.is_some();
    (has_example && !is_alias).then_some(*id)
}

/// Whether what the builder takes is enough to call an operation: a certificate is given elsewhere.
fn is_open(planner: &Planner<'_>, operation: &Operation) -> bool {
    let schemes = &planner.api.security_schemes;
    let is_taken =
        |need: &SecurityRequirement| schemes[need.scheme].kind != SecurityKind::MutualTls;
    let mut alternatives = operation.security.iter();
    operation.security.is_empty() || alternatives.any(|needs| needs.iter().all(is_taken))
}

/// The mock's method for the first variable of the path.
fn mock_argument(planner: &Planner<'_>, index: usize) -> Option<String> {
    let parameter = planner.api.operations[index].parameters.first()?;
    if parameter.place != Place::Path {
        return None;
    }
    let value = examples::parameter_value(planner, parameter)?;
    let method = &planner.names.operations[index].mocked[0];
    Some(format!("\n        .{method}({value})"))
}

/// Statements of an example, broken into lines where they are too long.
fn laid_out(statements: String) -> String {
    examples::formatted(&statements).unwrap_or(statements)
}

/// A call of the most suitable operation that fits and is there by default.
fn call_of(planner: &Planner<'_>, fits: impl Fn(&Operation) -> bool) -> Option<String> {
    examples::chain(planner, index_of(planner, fits)?)
}

fn index_of(planner: &Planner<'_>, fits: impl Fn(&Operation) -> bool) -> Option<usize> {
    let mut found = by_suitability(planner).into_iter().filter(|index| {
        let operation = &planner.api.operations[*index];
        fits(operation) && !operation.preview && !operation.is_retired()
    });
    found.find(|index| examples::chain(planner, *index).is_some())
}

/// The operations in the order in which they serve as examples: those that read before those that
/// change something, those that remove something last, and each kind in the order of the document. A
/// deprecated one only where there is no other.
pub(super) fn by_suitability(planner: &Planner<'_>) -> Vec<usize> {
    let operations = &planner.api.operations;
    let mut order: Vec<usize> = (0..operations.len()).collect();
    order.sort_by_key(|index| {
        let operation = &operations[*index];
        let kind = match operation.method {
            Method::Get | Method::Query => 0,
            Method::Post | Method::Put | Method::Patch => 1,
            Method::Head | Method::Options | Method::Trace | Method::Other(_) => 2,
            Method::Delete => 3,
        };
        (operation.docs.deprecated.is_some(), kind)
    });
    order
}
