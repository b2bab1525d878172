//! The part of `src/api.rs` that says which files a client can be set up from.

use proc_macro2::TokenStream;
use quote::quote;

use super::api_info::option;
use crate::plan::ApiFacts;
use crate::plan::api::SettingsFile;

/// The fields of the API's facts that are about files.
pub(super) fn fields(facts: &ApiFacts) -> Vec<TokenStream> {
    let mut fields = Vec::new();
    if let Some(file) = &facts.config_file {
        let path = option(file.path.as_deref());
        let keys = keys(file);
        fields.push(quote! {
            config_file: Some(&ConfigFileInfo { path: #path, keys: #keys })
        });
    }
    if let Some(file) = &facts.profiles {
        let path = option(file.path.as_deref());
        let default = option(file.default.as_deref());
        let keys = keys(file);
        fields.push(quote! {
            profiles: Some(&ProfilesInfo { path: #path, default: #default, keys: #keys })
        });
    }
    fields
}

/// The `use` item for what `code` mentions of them.
pub(super) fn uses(code: &TokenStream) -> TokenStream {
    super::uses(
        code,
        &quote!(crate::runtime::file_keys),
        &["ConfigFileInfo", "FileKeys", "ProfilesInfo", "Setting"],
    )
}

fn keys(file: &SettingsFile) -> TokenStream {
    let known = file.keys.iter().map(|(key, setting)| {
        let setting = super::ident(format!("{setting:?}"));
        quote!((#key, Setting::#setting))
    });
    let ignored = &file.ignored;
    quote!(FileKeys { known: &[#(#known),*], ignored: &[#(#ignored),*] })
}
