//! How a test looks, with an operation of the document.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Context;
use super::raw;

const TITLE: &str = "Test with typed mocks";

const TEXT: &str = "Every model has an `example()`, and an operation is mocked by its own types. \
                    `verify()` says\nwhat was expected and did not come. This needs the feature \
                    `testing`.";

/// The section of the guide on the client's page, as an attribute: it is there, and tested, with the
/// feature alone.
pub(crate) fn section(context: &Context<'_>) -> TokenStream {
    let Some(example) = example(context) else {
        return quote!();
    };
    let text = raw(&format!("\n# {TITLE}\n\n{TEXT}\n\n{example}"));
    quote!(#[cfg_attr(feature = "testing", doc = #text)])
}

/// The example of the module's page.
pub(super) fn module(context: &Context<'_>) -> Option<String> {
    let example = example(context)?;
    Some(format!("# Examples\n\n{example}"))
}

/// The code as an example that runs, in a program of its own. Mounted modules have none: their path is
/// not known to rustdoc.
fn example(context: &Context<'_>) -> Option<String> {
    let code = context.plan.test_example.as_ref();
    let code = code.filter(|_| !context.plan.is_mounted)?;
    let krate = &context.plan.package.crate_name;
    Some(format!(
        "```\n# #[tokio::main(flavor = \"current_thread\")]\n\
         # async fn main() -> Result<(), {krate}::Error> {{\n{code}\n# Ok(())\n# }}\n```"
    ))
}
