//! `src/api.rs`: what the document and `codegen.toml` say of the API as a whole.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, file_keys};
use crate::ir::{Address, FlowKind, OAuthFlow, Place, SecurityKind};
use crate::plan::servers::Template;
use crate::runtime::Part;

/// The one static that holds it.
pub(crate) fn emit(context: &Context<'_>) -> TokenStream {
    let title = &context.api.title;
    let version = &context.api.version;
    let mut fields = vec![quote!(version: #version)];
    let servers = server_infos(context);
    if !servers.is_empty() {
        fields.push(quote!(servers: &[#(#servers),*]));
    }
    fields.extend(headers(context));
    fields.extend(security(context));
    let cap = Literal::u64_unsuffixed(context.config.retries.longest_wait);
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

fn headers(context: &Context<'_>) -> Vec<TokenStream> {
    let config = &context.config.headers;
    let mut fields = Vec::new();
    if !config.sent.is_empty() {
        let sent = config.sent.iter().map(|(name, value)| {
            let value = if value == "{version}" {
                quote!(env!("CARGO_PKG_VERSION"))
            } else {
                let value = value.replace("{version}", &context.config.package.version);
                quote!(#value)
            };
            quote!((#name, #value))
        });
        fields.push(quote!(headers: &[#(#sent),*]));
    }
    if let Some(app) = &config.app {
        fields.push(quote!(app_header: Some(#app)));
    }
    if let Some(correlation_id) = &config.correlation_id {
        fields.push(quote!(correlation_header: Some(#correlation_id)));
    }
    if let Some(limit) = &config.rate_limit {
        let (allowed, count, reset) = (&limit.allowed, &limit.count, &limit.reset);
        fields.push(quote! {
            rate_limit: Some(RateLimitHeaders { allowed: #allowed, count: #count, reset: #reset })
        });
    }
    let errors = &context.config.errors;
    if errors.code.is_some() || errors.message.is_some() || errors.correlation_id.is_some() {
        let code = option(errors.code.as_deref());
        let message = option(errors.message.as_deref());
        let correlation_id = option(errors.correlation_id.as_deref());
        fields.push(quote! {
            error: ErrorFields { code: #code, message: #message, correlation_id: #correlation_id }
        });
    }
    if let Some(prefix) = &context.config.environment.prefix {
        fields.push(quote!(env_prefix: Some(#prefix)));
    }
    fields.extend(file_keys::fields(context.config));
    fields
}

fn security(context: &Context<'_>) -> Vec<TokenStream> {
    let mut fields = Vec::new();
    let schemes: Vec<_> = context
        .api
        .security_schemes
        .iter()
        .map(|scheme| {
            let name = &scheme.name;
            let kind = match &scheme.kind {
                SecurityKind::Basic => quote!(SecurityKind::Basic),
                SecurityKind::MutualTls => quote!(SecurityKind::MutualTls),
                SecurityKind::ApiKey { place, name } => {
                    let place = match place {
                        Place::Query => quote!(Place::Query),
                        Place::Cookie => quote!(Place::Cookie),
                        Place::Header | Place::Path => quote!(Place::Header),
                    };
                    quote!(SecurityKind::ApiKey { place: #place, name: #name })
                }
                SecurityKind::Other(_) => quote! {
                    SecurityKind::ApiKey { place: Place::Header, name: "Authorization" }
                },
                SecurityKind::Bearer | SecurityKind::OAuth2(_) | SecurityKind::OpenId { .. } => {
                    quote!(SecurityKind::Bearer)
                }
            };
            quote!(SecurityScheme { name: #name, kind: #kind })
        })
        .collect();
    if !schemes.is_empty() {
        fields.push(quote!(security: &[#(#schemes),*]));
    }
    if context.parts().has(Part::OAuth) {
        let info = oauth(context);
        fields.push(quote!(oauth: Some(&#info)));
    }
    fields
}

/// The flows of every scheme, and what `codegen.toml` knows of logins.
fn oauth(context: &Context<'_>) -> TokenStream {
    let mut flows = Vec::new();
    for scheme in &context.api.security_schemes {
        if let SecurityKind::OAuth2(declared) = &scheme.kind {
            flows.extend(
                declared
                    .iter()
                    .map(|flow| oauth_flow(&scheme.name, flow, context)),
            );
        }
    }
    let config = &context.config.oauth;
    let mut fields = Vec::new();
    if let Some(path) = &config.logout_path {
        fields.push(quote!(logout_path: Some(#path)));
    }
    if let Some(path) = &config.revoke_path {
        fields.push(quote!(revoke_path: Some(#path)));
    }
    if let Some([from, to]) = &config.host_rewrite {
        fields.push(quote!(host_rewrite: Some((#from, #to))));
    }
    if let Some(name) = &config.organization {
        fields.push(quote!(org_parameter: Some(#name)));
    }
    if let Some(name) = &config.provider {
        fields.push(quote!(provider_parameter: Some(#name)));
    }
    if let Some(name) = &config.saml_organization {
        fields.push(quote!(saml_org_parameter: Some(#name)));
    }
    let new = quote!(OAuthInfo::new(&[#(#flows),*]));
    if fields.is_empty() {
        new
    } else {
        quote!(OAuthInfo { #(#fields,)* ..#new })
    }
}

fn oauth_flow(scheme: &str, flow: &OAuthFlow, context: &Context<'_>) -> TokenStream {
    let kind = match flow.kind {
        FlowKind::Implicit => quote!(Implicit),
        FlowKind::Password => quote!(Password),
        FlowKind::ClientCredentials => quote!(ClientCredentials),
        FlowKind::AuthorizationCode => quote!(AuthorizationCode),
        FlowKind::DeviceAuthorization => quote!(DeviceAuthorization),
    };
    let endpoints = [
        (quote!(authorize), &flow.authorize),
        (quote!(token), &flow.token),
        (quote!(refresh), &flow.refresh),
    ];
    let fields = endpoints.iter().filter_map(|(field, endpoint)| {
        let endpoint = address(endpoint.as_ref()?, context);
        Some(quote!(#field: Some(#endpoint),))
    });
    quote! {
        OAuthFlow { #(#fields)* ..OAuthFlow::new(#scheme, FlowKind::#kind) }
    }
}

/// A relative address is the login host's where that is made from the host of the calls.
fn address(address: &Address, context: &Context<'_>) -> TokenStream {
    match address {
        Address::Absolute(url) => quote!(Address::Absolute(#url)),
        Address::Relative(path) if context.config.oauth.host_rewrite.is_none() => {
            quote!(Address::Relative(#path))
        }
        Address::Login(path) | Address::Relative(path) => quote!(Address::Login(#path)),
    }
}

pub(super) fn option(value: Option<&str>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
