//! The body of a request: how a caller gives it, how it is written, and the types that an operation has
//! for it beside the models.

use serde::Serialize;

use super::checks::Rule;
use super::docs::{Docs, Text};
use super::multipart::MultipartForm;
use super::parameters::Style;
use super::{Argument, Planner, TypeRef};
use crate::ir::{self, Type};
use crate::names::{FormNames, Ident, OperationNames};
use crate::scalars::Scalar;

/// The body of a request.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Body {
    /// The argument of the accessor's method, or the setter of the call.
    pub name: Ident,
    /// Whether every call needs it.
    pub required: bool,
    /// The documentation of the setter.
    pub docs: Docs,
    /// The forms that it may have.
    pub forms: Forms,
}

/// The forms that a body may have.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Forms {
    /// This one.
    One(Form),
    /// One of a range of media types, which the argument of this name chooses.
    Chosen(Ident, Form),
    /// One of several.
    Enum(FormEnum),
}

/// A body in one of its media types.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Form {
    /// The media type, or the range of them that the caller chooses from.
    pub media_type: String,
    /// What it holds, and how that is written.
    pub content: Content,
    /// What its value has to keep to.
    pub rule: Option<Rule>,
}

/// What a body holds, and how it is written.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// JSON.
    Json {
        /// The type of its value.
        ty: TypeRef,
        /// How a caller gives it.
        argument: Argument,
    },
    /// `name=value` pairs.
    Form {
        /// The type of its value.
        ty: TypeRef,
        /// The members that are not written as the standard has it.
        fields: Vec<FormField>,
    },
    /// Parts that the document names.
    Multipart(MultipartForm),
    /// Parts that the document does not name.
    AnyMultipart,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// Values of a type, one after the other.
    Items(TypeRef),
}

/// How a member of a form is written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormField {
    /// The member's name.
    pub name: String,
    /// How its value becomes text.
    pub style: Style,
    /// Whether lists and objects are exploded.
    pub explode: bool,
    /// Whether reserved characters go unencoded.
    pub allow_reserved: bool,
}

/// An enum with a variant for each form of a body.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormEnum {
    /// Its name.
    pub name: Ident,
    /// Its variants; what a plain value becomes comes first.
    pub variants: Vec<FormVariant>,
}

/// A variant for one form of a body.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormVariant {
    /// Its name.
    pub name: Ident,
    /// Whether it holds the media type too, since the form has a range of them.
    pub is_chosen: bool,
    /// The form.
    pub form: Form,
    /// What becomes the variant by `From`.
    pub from: Vec<Source>,
}

/// What becomes a form of a body by `From`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A value of the variant's type.
    Value,
    /// `&str`.
    Str,
    /// `bytes::Bytes`.
    Bytes,
    /// `Vec<u8>`.
    ByteVec,
}

/// Something that an operation has for its body, and that users can name.
#[derive(Clone, Debug, PartialEq)]
pub struct Declared {
    /// The type that has it.
    pub owner: String,
    /// Its own name; empty for the type itself.
    pub name: String,
    /// What it looks like.
    pub text: String,
}

impl Body {
    /// How a caller gives it, as users read it.
    pub fn argument(&self) -> String {
        match &self.forms {
            Forms::Enum(own) => format!("impl Into<{}>", own.name),
            Forms::One(form) | Forms::Chosen(_, form) => match &form.content {
                Content::Json { argument, .. } => argument.to_string(),
                content if content.is_converted() => format!("impl Into<{}>", content.ty()),
                content => content.ty(),
            },
        }
    }

    /// Whether anything of it is checked.
    pub fn is_checked(&self) -> bool {
        self.all_forms().any(|form| form.rule.is_some())
    }

    /// The types that the operation has for it, and what they can do.
    pub fn declared(&self) -> Vec<Declared> {
        let mut all = Vec::new();
        for form in self.all_forms() {
            if let Content::Multipart(form) = &form.content {
                form.declare(&mut all);
            }
        }
        if let Forms::Enum(own) = &self.forms {
            own.declare(&mut all);
        }
        all
    }

    fn all_forms(&self) -> impl Iterator<Item = &Form> {
        let (one, several) = match &self.forms {
            Forms::One(form) | Forms::Chosen(_, form) => (Some(form), [].as_slice()),
            Forms::Enum(own) => (None, own.variants.as_slice()),
        };
        one.into_iter()
            .chain(several.iter().map(|variant| &variant.form))
    }
}

impl Content {
    /// Whether a caller gives anything that becomes its value.
    pub fn is_converted(&self) -> bool {
        matches!(self, Self::Text | Self::Bytes | Self::Items(_))
    }

    /// The type of its value, as users read it.
    pub fn ty(&self) -> String {
        match self {
            Self::Json { ty, .. } | Self::Form { ty, .. } => ty.to_string(),
            Self::Multipart(form) => form.name.to_string(),
            Self::AnyMultipart => "Form".to_owned(),
            Self::Text => "String".to_owned(),
            Self::Bytes => "Body".to_owned(),
            Self::Items(item) => format!("Sequence<{item}>"),
        }
    }
}

impl FormEnum {
    fn declare(&self, all: &mut Vec<Declared>) {
        let owner = self.name.plain();
        all.push(Declared::new(owner, "", String::new()));
        for variant in &self.variants {
            let (name, ty) = (&variant.name, variant.form.content.ty());
            let text = match variant.is_chosen {
                true => format!("{name} {{ media_type: String, body: {ty} }}"),
                false => format!("{name}({ty})"),
            };
            all.push(Declared::new(owner, name.plain(), text));
        }
        for variant in &self.variants {
            for source in &variant.from {
                let source = match source {
                    Source::Value => variant.form.content.ty(),
                    Source::Str => "&str".to_owned(),
                    Source::Bytes => "Bytes".to_owned(),
                    Source::ByteVec => "Vec<u8>".to_owned(),
                };
                let conversion = format!("From<{source}>");
                all.push(Declared::new(owner, &conversion, conversion.clone()));
            }
        }
    }
}

impl Declared {
    pub(super) fn new(owner: &str, name: &str, text: String) -> Self {
        Self {
            owner: owner.to_owned(),
            name: name.to_owned(),
            text,
        }
    }
}

impl Planner<'_> {
    pub(super) fn body(&self, operation: &ir::Operation, names: &OperationNames) -> Option<Body> {
        let body = operation.body.as_ref()?;
        let links = self.links_beside(operation.gate());
        let form = |form, names| self.form(operation, form, names);
        let forms = match body.forms.as_slice() {
            [one] if one.is_range() => {
                Forms::Chosen(names.media_type.clone(), form(one, &names.forms[0]))
            }
            [one] => Forms::One(form(one, &names.forms[0])),
            _ => Forms::Enum(self.form_enum(operation, body, names)),
        };
        Some(Body {
            name: names.body.clone(),
            required: body.required,
            docs: Text::of(&body.docs, "Sets the body.", links).docs(),
            forms,
        })
    }

    fn form(&self, operation: &ir::Operation, form: &ir::Form, names: &FormNames) -> Form {
        let (content, checked) = match &form.content {
            ir::Content::Json(ty) => {
                let content = Content::Json {
                    ty: self.ty(ty),
                    argument: self.argument(ty),
                };
                (content, Some(ty))
            }
            ir::Content::Form(body) => {
                let content = Content::Form {
                    ty: self.ty(&body.ty),
                    fields: self.form_fields(&body.fields),
                };
                (content, Some(&body.ty))
            }
            ir::Content::Multipart(parts) if parts.is_empty() => (Content::AnyMultipart, None),
            ir::Content::Multipart(parts) => {
                let form = self.multipart(operation, parts, names);
                (Content::Multipart(form), None)
            }
            ir::Content::Text(_) => (Content::Text, None),
            ir::Content::Binary | ir::Content::Empty => (Content::Bytes, None),
            ir::Content::Items(items) => (Content::Items(self.ty(&items.item)), None),
        };
        Form {
            media_type: form.media_type.clone(),
            content,
            rule: checked.and_then(|ty| self.rule(ty, &form.limits)),
        }
    }

    fn form_fields(&self, fields: &[ir::FormField]) -> Vec<FormField> {
        let fields = fields.iter().map(|field| FormField {
            name: field.name.clone(),
            style: self.style(field.style),
            explode: field.explode,
            allow_reserved: field.allow_reserved,
        });
        fields.collect()
    }

    fn form_enum(
        &self,
        operation: &ir::Operation,
        body: &ir::Body,
        names: &OperationNames,
    ) -> FormEnum {
        let mut taken: Vec<String> = Vec::new();
        let forms = body.forms.iter().zip(&names.forms);
        let variants = forms.map(|(form, names)| {
            let is_chosen = form.is_range();
            let mut from = Vec::new();
            if !is_chosen {
                for (identity, source) in self.sources(&form.content, names) {
                    if !taken.contains(&identity) {
                        taken.push(identity);
                        from.push(source);
                    }
                }
            }
            FormVariant {
                name: names.variant.clone(),
                is_chosen,
                form: self.form(operation, form, names),
                from,
            }
        });
        FormEnum {
            name: names.content.clone(),
            variants: variants.collect(),
        }
    }

    /// What becomes a form by itself, each with what tells its type from others, whatever aliases call
    /// it.
    fn sources(&self, content: &ir::Content, names: &FormNames) -> Vec<(String, Source)> {
        let is_text = |ty: &Type| matches!(self.api.resolve(ty), Type::Scalar(Scalar::String));
        let source = |identity: &str, source: Source| (identity.to_owned(), source);
        let value = |identity: String| vec![(identity, Source::Value)];
        let model = |ty: &Type| value(format!("{:?}", self.api.unaliased(ty)));
        let texts = || vec![source("String", Source::Value), source("&str", Source::Str)];
        match content {
            ir::Content::Text(_) => texts(),
            ir::Content::Json(json) if is_text(json) => texts(),
            ir::Content::Binary | ir::Content::Empty => vec![
                source("Body", Source::Value),
                source("Bytes", Source::Bytes),
                source("Vec<u8>", Source::ByteVec),
            ],
            ir::Content::Json(body) => model(body),
            ir::Content::Form(form) => model(&form.ty),
            ir::Content::Multipart(parts) if parts.is_empty() => value("Form".to_owned()),
            ir::Content::Multipart(_) => value(format!("form {}", names.ty)),
            ir::Content::Items(items) => {
                value(format!("Sequence<{:?}>", self.api.unaliased(&items.item)))
            }
        }
    }
}
