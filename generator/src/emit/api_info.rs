//! `src/api.rs`: what the document and `codegen.toml` say of the API as a whole.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, file_keys};
use crate::plan::ApiFacts;
use crate::plan::oauth::{Address, OAuth, OAuthFlow};
use crate::plan::parameters::Place;
use crate::plan::schemes::SchemeKind;
use crate::plan::servers::Template;

/// The one static that holds it.
pub(crate) fn emit(context: &Context<'_>) -> TokenStream {
    let facts = &context.plan.api;
    let (title, version) = (&facts.title, &facts.version);
    let mut fields = vec![quote!(version: #version)];
    let servers = server_infos(context);
    if !servers.is_empty() {
        fields.push(quote!(servers: &[#(#servers),*]));
    }
    fields.extend(headers(facts));
    fields.extend(security(context));
    let cap = Literal::u64_unsuffixed(facts.longest_wait);
    fields.push(quote!(retry_after_cap: #cap));
    let body = quote! {
        /// The API, as the document describes it.
        pub(crate) static API: ApiInfo = ApiInfo {
            #(#fields,)*
            ..ApiInfo::new(#title, env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
        };
    };
    let uses = super::uses(
        &body,
        &quote!(crate::runtime::api),
        &[
            "Address",
            "ApiInfo",
            "ErrorFields",
            "FlowKind",
            "OAuthFlow",
            "OAuthInfo",
            "OpenIdProvider",
            "Place",
            "RateLimitHeaders",
            "SecurityKind",
            "SecurityScheme",
            "ServerInfo",
        ],
    );
    let template_uses = super::uses(
        &body,
        &quote!(crate::runtime::server_template),
        &["ServerTemplate", "ServerVariable"],
    );
    let file_uses = file_keys::uses(&body);
    quote! {
        //! What the document says of the API as a whole.

        #uses
        #template_uses
        #file_uses

        #body
    }
}

fn server_infos(context: &Context<'_>) -> Vec<TokenStream> {
    let servers = context
        .plan
        .servers
        .iter()
        .flat_map(|servers| &servers.servers);
    servers
        .map(|server| {
            let (key, url) = (&server.key, &server.url);
            let mut fields = Vec::new();
            if let Some(auth_url) = &server.auth_url {
                fields.push(quote!(auth_url: Some(#auth_url)));
            }
            if let Some(template) = &server.template {
                let template = server_template(template);
                fields.push(quote!(template: Some(&#template)));
            }
            let info = quote!(ServerInfo::new(#key, #url));
            if fields.is_empty() {
                return info;
            }
            quote!(ServerInfo { #(#fields,)* ..#info })
        })
        .collect()
}

fn server_template(template: &Template) -> TokenStream {
    let url = &template.url;
    let auth_url = option(template.auth_url.as_deref());
    let variables = template.variables.iter().map(|variable| {
        let (name, default, values) = (&variable.name, &variable.default, &variable.values);
        quote!(ServerVariable { name: #name, default: #default, values: &[#(#values),*] })
    });
    quote! {
        ServerTemplate { url: #url, auth_url: #auth_url, variables: &[#(#variables),*] }
    }
}

fn headers(facts: &ApiFacts) -> Vec<TokenStream> {
    let mut fields = Vec::new();
    if !facts.headers.is_empty() {
        let sent = facts.headers.iter().map(|header| {
            let name = &header.name;
            match &header.value {
                Some(value) => quote!((#name, #value)),
                None => quote!((#name, env!("CARGO_PKG_VERSION"))),
            }
        });
        fields.push(quote!(headers: &[#(#sent),*]));
    }
    if let Some(app) = &facts.app_header {
        fields.push(quote!(app_header: Some(#app)));
    }
    if let Some(correlation_id) = &facts.correlation_header {
        fields.push(quote!(correlation_header: Some(#correlation_id)));
    }
    if let Some(limit) = &facts.rate_limit {
        let (allowed, count, reset) = (&limit.allowed, &limit.count, &limit.reset);
        fields.push(quote! {
            rate_limit: Some(RateLimitHeaders { allowed: #allowed, count: #count, reset: #reset })
        });
    }
    if let Some(errors) = &facts.errors {
        let code = option(errors.code.as_deref());
        let message = option(errors.message.as_deref());
        let correlation_id = option(errors.correlation_id.as_deref());
        fields.push(quote! {
            error: ErrorFields { code: #code, message: #message, correlation_id: #correlation_id }
        });
    }
    if let Some(prefix) = &facts.env_prefix {
        fields.push(quote!(env_prefix: Some(#prefix)));
    }
    fields.extend(file_keys::fields(facts));
    fields
}

fn security(context: &Context<'_>) -> Vec<TokenStream> {
    let mut fields = Vec::new();
    let schemes = context.plan.schemes.iter().map(|scheme| {
        let name = &scheme.wire;
        let kind = match &scheme.kind {
            SchemeKind::Basic => quote!(SecurityKind::Basic),
            SchemeKind::Bearer => quote!(SecurityKind::Bearer),
            SchemeKind::MutualTls => quote!(SecurityKind::MutualTls),
            SchemeKind::Key { place, name } => {
                let place = match place {
                    Place::Query => quote!(Place::Query),
                    Place::Cookie => quote!(Place::Cookie),
                    Place::Header | Place::Path => quote!(Place::Header),
                };
                quote!(SecurityKind::ApiKey { place: #place, name: #name })
            }
        };
        let method = &scheme.method;
        quote!(SecurityScheme { name: #name, method: #method, kind: #kind })
    });
    let schemes: Vec<_> = schemes.collect();
    if !schemes.is_empty() {
        fields.push(quote!(security: &[#(#schemes),*]));
    }
    if let Some(info) = &context.plan.oauth {
        let info = oauth(info);
        fields.push(quote!(oauth: Some(&#info)));
    }
    fields
}

/// The flows of every scheme, and what else is known of logins.
fn oauth(info: &OAuth) -> TokenStream {
    let flows = info.flows.iter().map(oauth_flow);
    let new = quote!(OAuthInfo::new(&[#(#flows),*]));
    let providers = info.open_id.iter().map(|provider| {
        let (scheme, scopes) = (&provider.scheme, &provider.scopes);
        let discovery = address(&provider.discovery);
        quote! {
            OpenIdProvider { scheme: #scheme, discovery: #discovery, scopes: &[#(#scopes),*] }
        }
    });
    let providers: Vec<_> = providers.collect();
    let text = |field: TokenStream, text: &Option<String>| {
        let text = text.as_ref()?;
        Some(quote!(#field: Some(#text)))
    };
    let rewrite = info.host_rewrite.as_ref();
    let fields = [
        text(quote!(logout_path), &info.logout_path),
        text(quote!(revoke_path), &info.revoke_path),
        rewrite.map(|[from, to]| quote!(host_rewrite: Some((#from, #to)))),
        text(quote!(org_parameter), &info.organization),
        text(quote!(provider_parameter), &info.provider),
        text(quote!(saml_org_parameter), &info.saml_organization),
        (!providers.is_empty()).then(|| quote!(open_id: &[#(#providers),*])),
    ];
    let fields: Vec<_> = fields.into_iter().flatten().collect();
    if fields.is_empty() {
        return new;
    }
    quote!(OAuthInfo { #(#fields,)* ..#new })
}

fn oauth_flow(flow: &OAuthFlow) -> TokenStream {
    let scheme = &flow.scheme;
    let kind = super::ident(format!("{:?}", flow.kind));
    let endpoints = [
        (quote!(authorize), &flow.authorize),
        (quote!(token), &flow.token),
        (quote!(refresh), &flow.refresh),
        (quote!(device), &flow.device),
    ];
    let scopes = &flow.scopes;
    let scopes = (!scopes.is_empty()).then(|| quote!(scopes: &[#(#scopes),*],));
    let fields = endpoints.into_iter().filter_map(|(field, endpoint)| {
        let endpoint = address(endpoint.as_ref()?);
        Some(quote!(#field: Some(#endpoint),))
    });
    quote! {
        OAuthFlow { #(#fields)* #scopes ..OAuthFlow::new(#scheme, FlowKind::#kind) }
    }
}

fn address(address: &Address) -> TokenStream {
    match address {
        Address::Absolute(url) => quote!(Address::Absolute(#url)),
        Address::Relative(path) => quote!(Address::Relative(#path)),
        Address::Login(path) => quote!(Address::Login(#path)),
    }
}

pub(super) fn option(value: Option<&str>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
