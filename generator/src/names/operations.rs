//! Names of tags, operations, parameters, servers and security schemes.

use heck::ToKebabCase;

use super::ident::{Ident, camel, chosen, is_plain, snake, snake_with_signs};
use super::scope::Scope;
use super::{
    FormNames, Names, OperationNames, PartNames, Rename, ServerEnumNames, TagNames, media,
    reserved, types,
};
use crate::ir::reading::readings;
use crate::ir::{Api, Content, Operation, Parameter, Part, SecurityKind, Status};

pub(super) fn name_tags(api: &Api, server_type: &str, names: &mut Names) {
    let mut modules = Scope::with(reserved::MODULES);
    let mut types = Scope::with(reserved::TAG_TYPES);
    types.reserve(server_type);
    let mut features = Scope::with(reserved::FEATURES);
    for tag in &api.tags {
        let wish = tag.rust_name.as_deref().unwrap_or(&tag.name);
        let module = modules.take(&[snake(wish), format!("{}_api", snake(wish))]);
        let ty = types.take(&[camel(wish), format!("{}Api", camel(wish))]);
        let feature = module.to_kebab_case();
        let feature = features.take(&[feature.clone(), format!("{feature}-api")]);
        if module != snake(wish) && tag.is_named {
            names.renames.push(Rename {
                pointer: tag.pointer.clone(),
                wished: snake(wish),
                given: module.clone(),
            });
        }
        names.tags.push(TagNames {
            module: Ident::new(&module),
            ty: Ident::new(&ty),
            feature,
        });
    }
}

pub(super) fn name_operations(api: &Api, names: &mut Names) {
    let mut methods: Vec<Scope> = api
        .tags
        .iter()
        .map(|_| Scope::with(&["clone", "fmt"]))
        .collect();
    let mut items: Vec<Scope> = names
        .tags
        .iter()
        .map(|tag| {
            let mut scope = Scope::with(reserved::TAG_TYPES);
            scope.reserve(tag.ty.plain());
            scope
        })
        .collect();
    for (index, operation) in api.operations.iter().enumerate() {
        let tag = operation.tag.0;
        let wish = match (&operation.rust_name, &operation.id) {
            (Some(name), _) | (None, Some(name)) => snake(name),
            (None, None) => snake(&id_from_route(operation)),
        };
        let method = methods[tag].take(std::slice::from_ref(&wish));
        if method != wish {
            names.renames.push(Rename {
                pointer: operation.pointer.clone(),
                wished: wish.clone(),
                given: method.clone(),
            });
        }
        let stem = types::marker(api, index);
        let items = &mut items[tag];
        let marker = items.take(&[camel(&method), format!("{stem}Operation")]);
        let output = items.take(&[format!("{marker}Output"), format!("{marker}Success")]);
        let failure = items.take(&[format!("{marker}Failure"), format!("{marker}Problem")]);
        let mut named = OperationNames {
            method: Ident::new(&method),
            marker: Ident::new(&marker),
            output: Ident::new(&output),
            failure: Ident::new(&failure),
            ..OperationNames::default()
        };
        name_forms(operation, items, &mut named);
        name_arguments(operation, &mut named, &mut names.renames);
        named.responses = name_responses(operation);
        name_readings(operation, &mut named);
        names.operations.push(named);
    }
}

/// The enum of a body's forms, and what each of them needs.
fn name_forms(operation: &Operation, items: &mut Scope, names: &mut OperationNames) {
    let Some(body) = &operation.body else {
        return;
    };
    let marker = names.marker.plain();
    if body.forms.len() > 1 {
        let wishes = [format!("{marker}Content"), format!("{marker}Body")];
        names.content = Ident::new(&items.take(&wishes));
    }
    let mut variants = Scope::with(&["Self"]);
    for form in &body.forms {
        let mut named = FormNames {
            variant: Ident::new(&variants.take(&media::variant(&form.media_type))),
            ..FormNames::default()
        };
        if let Content::Multipart(parts) = &form.content
            && !parts.is_empty()
        {
            let wishes = [format!("{marker}Form"), format!("{marker}Parts")];
            named.ty = Ident::new(&items.take(&wishes));
            named.parts = name_parts(parts);
        }
        names.forms.push(named);
    }
}

fn name_parts(parts: &[Part]) -> Vec<PartNames> {
    let mut scope = Scope::with(reserved::FORM_METHODS);
    let setters: Vec<String> = parts
        .iter()
        .map(|part| {
            let wish = snake(part.rust_name.as_deref().unwrap_or(&part.name));
            let longer = format!("{wish}_part");
            scope.take(&[wish, longer])
        })
        .collect();
    let named = parts.iter().zip(setters).map(|(part, setter)| {
        let headers = part.headers.iter().map(|header| {
            let wish = format!("{setter}_{}", snake(&header.name));
            Ident::new(&scope.take(&[wish.clone(), format!("{wish}_header")]))
        });
        PartNames {
            headers: headers.collect(),
            setter: Ident::new(&setter),
        }
    });
    named.collect()
}

/// The variants of the enum of successes: each is called after its status, its media type where the
/// status is the only one, or both.
fn name_readings(operation: &Operation, names: &mut OperationNames) {
    let successes = operation.responses.iter().filter(|one| one.success).count();
    let mut scope = Scope::with(&["Self"]);
    for (response, status) in operation.responses.iter().zip(&names.responses) {
        let readings = readings(response);
        let variants = readings.iter().map(|reading| {
            let media_type = reading.media_types.first().copied().unwrap_or_default();
            let form = media::variant(media_type);
            let wishes = match (readings.len(), successes) {
                (1, _) => vec![status.plain().to_owned()],
                (_, 1) => form.to_vec(),
                _ => form.iter().map(|form| format!("{status}{form}")).collect(),
            };
            match response.success {
                true => Ident::new(&scope.take(&wishes)),
                false => Ident::default(),
            }
        });
        names.readings.push(variants.collect());
    }
    let wishes = ["Other".to_owned(), "Undeclared".to_owned()];
    names.undeclared = Ident::new(&scope.take(&wishes));
}

/// `GET /pets/{petId}/toys` → `get_pets_by_pet_id_toys`.
pub(super) fn id_from_route(operation: &Operation) -> String {
    let mut words = vec![operation.method.as_str().to_ascii_lowercase()];
    for segment in operation
        .path
        .split('/')
        .filter(|segment| !segment.is_empty())
    {
        match segment
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
        {
            Some(variable) => words.push(format!("by_{}", snake(variable))),
            None => words.push(snake(segment)),
        }
    }
    words.join("_")
}

fn name_arguments(operation: &Operation, names: &mut OperationNames, renames: &mut Vec<Rename>) {
    let mut scope = Scope::with(reserved::CALL_METHODS);
    scope.reserve("call");
    scope.reserve("self");
    let parameters = &operation.parameters;
    names.parameters = vec![Ident::default(); parameters.len()];
    // A name of letters alone is what the document says, whatever else would become the same.
    let (plain, others): (Vec<usize>, Vec<usize>) =
        (0..parameters.len()).partition(|index| is_plain(&parameters[*index].name));
    for index in plain.into_iter().chain(others) {
        let name = argument(&parameters[index], &mut scope, renames);
        names.parameters[index] = Ident::new(&name);
    }
    let body = operation
        .body
        .as_ref()
        .and_then(|body| body.rust_name.as_deref().map(snake));
    let wishes = [
        body.unwrap_or_else(|| "body".to_owned()),
        "request_body".to_owned(),
    ];
    let mut mocked = Scope::with(reserved::MOCK_METHODS);
    let mock = |(parameter, name): (&Parameter, &Ident)| {
        let name = name.plain();
        let longer = format!("{name}_{}", parameter.place.as_str());
        Ident::new(&mocked.take(&[name.to_owned(), longer]))
    };
    let parameters = operation.parameters.iter().zip(&names.parameters);
    names.mocked = parameters.map(mock).collect();
    names.body = Ident::new(&scope.take(&wishes));
    names.media_type =
        Ident::new(&scope.take(&["media_type".to_owned(), "body_media_type".to_owned()]));
}

fn argument(parameter: &Parameter, scope: &mut Scope, renames: &mut Vec<Rename>) -> String {
    let text = parameter.rust_name.as_deref().unwrap_or(&parameter.name);
    let wish = snake(text);
    let place = parameter.place.as_str();
    let kept_free = reserved::CALL_PREFIXES
        .iter()
        .any(|prefix| wish.starts_with(prefix));
    let longer = format!("{wish}_{place}");
    let mut wishes = vec![wish.clone(), snake_with_signs(text), longer];
    if kept_free {
        for wish in &mut wishes {
            wish.insert_str(0, "param_");
        }
    }
    let name = scope.take(&wishes);
    if name != wish {
        renames.push(Rename {
            pointer: parameter.pointer.clone(),
            wished: wish,
            given: name.clone(),
        });
    }
    name
}

/// The variant for every answer: the name of its status.
fn name_responses(operation: &Operation) -> Vec<Ident> {
    let mut successes = Scope::with(&["Self"]);
    let mut failures = Scope::with(&["Self", "Unknown"]);
    let mut variants = Vec::new();
    for response in &operation.responses {
        let scope = if response.success {
            &mut successes
        } else {
            &mut failures
        };
        let wish = match response.status {
            Status::Code(code) => status_name(code),
            Status::Class(class) => format!("Status{class}Xx"),
            Status::Default => "Default".to_owned(),
        };
        variants.push(Ident::new(&scope.take(&[wish])));
    }
    variants
}

pub(super) fn name_server_enum(name: &str) -> ServerEnumNames {
    ServerEnumNames {
        name: Ident::new(name),
        unknown: Ident::new(&format!("Unknown{name}")),
        method: Ident::new(&snake(name)),
    }
}

pub(super) fn name_servers(api: &Api) -> Vec<Ident> {
    let mut scope = Scope::with(&["Self"]);
    let single = api.servers.len() == 1;
    api.servers
        .iter()
        .enumerate()
        .map(|(index, server)| {
            let described = server.description.as_deref().map(short_words);
            let fallback = if index == 0 || single {
                "Default"
            } else {
                "Server"
            };
            let wish = server
                .rust_name
                .as_deref()
                .map(chosen)
                .or(described.filter(|words| !words.is_empty()));
            Ident::new(&scope.take(&[wish.unwrap_or_else(|| fallback.to_owned())]))
        })
        .collect()
}

/// A description makes a name when it is short.
fn short_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= 4 {
        camel(&words.join(" "))
    } else {
        String::new()
    }
}

pub(super) fn name_schemes(api: &Api, renames: &mut Vec<Rename>) -> Vec<Ident> {
    let mut scope = Scope::with(reserved::BUILDER_METHODS);
    let mut names = Vec::new();
    for scheme in &api.security_schemes {
        let wish = snake(scheme.rust_name.as_deref().unwrap_or(&scheme.name));
        if !has_method(&scheme.kind) {
            names.push(Ident::new(&wish));
            continue;
        }
        let name = scope.take(&[wish.clone(), format!("{wish}_credential")]);
        if name != wish {
            renames.push(Rename {
                pointer: scheme.pointer.clone(),
                wished: wish,
                given: name.clone(),
            });
        }
        names.push(Ident::new(&name));
    }
    names
}

/// Whether a scheme has a method of the builder: bearer tokens have one in common.
fn has_method(kind: &SecurityKind) -> bool {
    match kind {
        SecurityKind::Basic | SecurityKind::ApiKey { .. } | SecurityKind::Other(_) => true,
        SecurityKind::Bearer
        | SecurityKind::OAuth2(_)
        | SecurityKind::OpenId { .. }
        | SecurityKind::MutualTls => false,
    }
}

/// The name of a status, as HTTP calls it.
fn status_name(code: u16) -> String {
    let name = match code {
        100 => "Continue",
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritativeInformation",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        300 => "MultipleChoices",
        301 => "MovedPermanently",
        302 => "Found",
        303 => "SeeOther",
        304 => "NotModified",
        307 => "TemporaryRedirect",
        308 => "PermanentRedirect",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        415 => "UnsupportedMediaType",
        422 => "UnprocessableContent",
        423 => "Locked",
        429 => "TooManyRequests",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        _ => return format!("Status{code}"),
    };
    name.to_owned()
}
