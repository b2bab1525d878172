//! `src/webhook.rs`: what is posted to the caller's program, checked and decoded.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Text, code};
use super::types::TypeWriter;
use super::{Context, features, ident};
use crate::plan::Webhook;

/// The module.
pub(super) fn emit(context: &Context<'_>, webhook: &Webhook) -> TokenStream {
    let (header, prefix) = (&webhook.header, &webhook.prefix);
    let (algorithm, encoding) = (ident(webhook.algorithm), ident(webhook.encoding));
    let root = &context.root;
    let writer = TypeWriter::through(quote!(#root::models));
    let ty = match &webhook.payload {
        Some(model) => writer.model(model),
        None => quote!(serde_json::Value),
    };
    let cfg = features::cfg(&webhook.condition);
    let mut text = Text::default();
    text.own(
        "What the service posts to a program of yours: checked against its signature, and decoded.",
    );
    text.own(format!(
        "It is signed in the header `{}`. Check the body as it came, byte by byte, before anything \
         else is done with it.",
        code(header)
    ));
    let text = text.inner();
    quote! {
        #text
        use http::HeaderMap;

        use crate::runtime::wire::webhook::{Algorithm, Encoding, Signature};
        pub use crate::runtime::wire::webhook::WebhookError;

        /// How it is signed.
        pub const SIGNATURE: Signature =
            Signature::new(#header, Algorithm::#algorithm, Encoding::#encoding, #prefix);

        /// What is posted.
        #cfg
        pub type Payload = #ty;

        /// Checks that the service signed the body, in a time that does not depend on how much of the
        /// signature is right.
        ///
        /// # Errors
        ///
        /// The secret is empty, the header is missing or holds no signature, or the signature is
        /// another.
        pub fn verify(
            secret: impl AsRef<[u8]>,
            headers: &HeaderMap,
            body: impl AsRef<[u8]>,
        ) -> Result<(), WebhookError> {
            SIGNATURE.verify(secret.as_ref(), headers, body.as_ref())
        }

        /// Checks that the service signed the body, and reads it.
        ///
        /// # Errors
        ///
        /// As [`verify`]; or the body is not what the document says.
        #cfg
        pub fn decode(
            secret: impl AsRef<[u8]>,
            headers: &HeaderMap,
            body: impl AsRef<[u8]>,
        ) -> Result<Payload, WebhookError> {
            SIGNATURE.decode(secret.as_ref(), headers, body.as_ref())
        }
    }
}
