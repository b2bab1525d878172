//! What an operation declares besides its method: the types of its body, and what they can do.

use serde::Serialize;

use super::Planner;
use super::media::is_chosen;
use super::types::not_null;
use crate::ir::{self, Content, Form, Part, PartContent, Type};
use crate::names::{FormNames, OperationNames};
use crate::scalars::Scalar;

/// Something that users can name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Declared {
    /// The type that has it.
    pub owner: String,
    /// Its own name; empty for the type itself.
    pub name: String,
    /// What it looks like.
    pub text: String,
}

impl Planner<'_> {
    pub(super) fn declared(
        &self,
        operation: &ir::Operation,
        names: &OperationNames,
    ) -> Vec<Declared> {
        let Some(body) = &operation.body else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for (form, names) in body.forms.iter().zip(&names.forms) {
            if let Content::Multipart(parts) = &form.content
                && !parts.is_empty()
            {
                self.declare_form(names, parts, &mut all);
            }
        }
        if body.forms.len() > 1 {
            self.declare_content(&body.forms, names, &mut all);
        }
        all
    }

    /// The type of a multipart form.
    fn declare_form(&self, names: &FormNames, parts: &[Part], all: &mut Vec<Declared>) {
        let mut push = |name: &str, text: String| all.push(declared(&names.ty, name, text));
        push("", String::new());
        let parts = || parts.iter().zip(&names.parts);
        let required = parts().filter(|(part, _)| part.required);
        let required =
            required.map(|(part, names)| format!("{}: {}", names.setter, self.part(part)));
        let required: Vec<String> = required.collect();
        push("new", format!("fn new({}) -> Self", required.join(", ")));
        for (part, names) in parts() {
            if !part.required {
                let (name, ty) = (&names.setter, self.part(part));
                push(name, format!("fn {name}(mut self, {name}: {ty}) -> Self"));
            }
            for (header, name) in part.headers.iter().zip(&names.headers) {
                let ty = self.argument(not_null(&header.ty));
                push(name, format!("fn {name}(mut self, value: {ty}) -> Self"));
            }
        }
    }

    /// The type of an argument for a part.
    fn part(&self, part: &Part) -> String {
        match &part.content {
            PartContent::Text(ty) | PartContent::Json(ty) => {
                self.argument(not_null(ty)).to_string()
            }
            PartContent::File => "impl Into<File>".to_owned(),
            PartContent::Files => "impl IntoIterator<Item = impl Into<File>>".to_owned(),
        }
    }

    /// The enum of a body's forms.
    fn declare_content(&self, forms: &[Form], names: &OperationNames, all: &mut Vec<Declared>) {
        let owner = &names.content;
        all.push(declared(owner, "", String::new()));
        let mut sources: Vec<String> = Vec::new();
        for (form, names) in forms.iter().zip(&names.forms) {
            let (variant, ty) = (&names.variant, self.form_type(&form.content, names));
            if is_chosen(form) {
                let text = format!("{variant} {{ media_type: String, body: {ty} }}");
                all.push(declared(owner, variant, text));
                continue;
            }
            all.push(declared(owner, variant, format!("{variant}({ty})")));
            for source in self.sources(&form.content, ty) {
                if !sources.contains(&source) {
                    sources.push(source);
                }
            }
        }
        for source in sources {
            let conversion = format!("From<{source}>");
            all.push(declared(owner, &conversion, conversion.clone()));
        }
    }

    /// The type of a body in one form.
    fn form_type(&self, content: &Content, names: &FormNames) -> String {
        match content {
            Content::Json(ty) => self.ty(ty).to_string(),
            Content::Form(form) => self.ty(&form.ty).to_string(),
            Content::Multipart(parts) if parts.is_empty() => "Form".to_owned(),
            Content::Multipart(_) => names.ty.clone(),
            Content::Text(_) => "String".to_owned(),
            Content::Binary | Content::Empty => "Body".to_owned(),
            Content::Items(items) => format!("Sequence<{}>", self.ty(&items.item)),
        }
    }

    /// The types that become a form by themselves.
    fn sources(&self, content: &Content, ty: String) -> Vec<String> {
        let is_text = |ty: &Type| matches!(self.api.resolve(ty), Type::Scalar(Scalar::String));
        let further: &[&str] = match content {
            Content::Text(_) => &["&str"],
            Content::Json(json) if is_text(json) => &["&str"],
            Content::Binary | Content::Empty => &["Bytes", "Vec<u8>"],
            _ => &[],
        };
        let further = further.iter().map(|one| (*one).to_owned());
        std::iter::once(ty).chain(further).collect()
    }
}

fn declared(owner: &str, name: &str, text: String) -> Declared {
    Declared {
        owner: owner.to_owned(),
        name: name.to_owned(),
        text,
    }
}
