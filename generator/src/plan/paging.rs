//! How the pages of a listing are walked: `x-pagination` in, fields and expressions' parts out.

use serde::Serialize;

use super::fields::Presence;
use super::{Planner, TypeRef};
use crate::ir::reading::{Read, Successes, Value, successes};
use crate::ir::{self, Operation, Type};
use crate::names::Ident;
use crate::scalars::{Json, Rust, Scalar};

/// How the pages of an operation are walked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Paging {
    /// How the next page is asked for.
    pub style: PagingStyle,
    /// The type of an item.
    pub item: TypeRef,
    /// The way from a page to its items.
    pub items: FieldPath,
    /// What a page tells of itself.
    pub members: Vec<PageMember>,
    /// The query parameter that takes the size of a page.
    pub size: Option<String>,
}

/// What the runtime's `PageInfo` holds beside the number of items.
const PAGE_MEMBERS: [&str; 4] = ["page_number", "page_count", "total", "next"];

impl Paging {
    /// Whether a page has everything that `PageInfo` holds.
    pub fn has_every_member(&self) -> bool {
        let is_told = |name: &&str| self.members.iter().any(|member| member.name == *name);
        PAGE_MEMBERS.iter().all(is_told)
    }
}

/// How the next page is asked for. Parameters are named as on the wire.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum PagingStyle {
    /// By its number.
    PageNumber {
        /// The parameter that takes the number.
        parameter: String,
        /// The number of the first page.
        first: i64,
    },
    /// By the index of its first item.
    Offset {
        /// The parameter that takes the index.
        parameter: String,
        /// The index of the first item of all.
        first: i64,
    },
    /// By what the page before it holds.
    Cursor {
        /// The parameter that takes it.
        parameter: String,
    },
    /// By the address that the page before it holds.
    NextUri,
}

/// Something that a page tells of itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageMember {
    /// The member of the runtime's `PageInfo`.
    pub name: &'static str,
    /// The way to it.
    pub path: FieldPath,
    /// How it becomes what the runtime wants.
    pub conversion: Conversion,
}

/// How a field of a page becomes what the runtime wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Conversion {
    /// It is an `i64` already.
    None,
    /// A narrower number is widened.
    Widen,
    /// A wider number is taken where it fits.
    Narrow,
    /// Text is cloned.
    Clone,
    /// Something else is displayed.
    Display,
}

/// The way from a page to a member of it, which may be absent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldPath(pub Vec<FieldStep>);

/// A field on the way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldStep {
    /// Its name.
    pub field: Ident,
    /// How many `Option`s its value is in.
    pub options: u8,
    /// Whether it is copied by reading it.
    pub is_copy: bool,
}

impl FieldPath {
    /// Whether something on the way may be absent.
    pub fn is_optional(&self) -> bool {
        self.0.iter().any(|step| step.options > 0)
    }
}

/// What pages usually call their own number.
const NUMBERS: &[&str] = &["pageNumber", "page_number", "currentPage", "current_page"];

/// What pages usually call the count of all items.
const TOTALS: &[&str] = &[
    "total",
    "totalCount",
    "total_count",
    "totalItems",
    "total_items",
    "totalResults",
    "total_results",
    "totalElements",
    "totalHits",
];

/// What numbered pages usually call the address of the next one.
const NEXT: &[&str] = &["nextUri", "next_uri", "nextUrl", "next_url", "nextLink"];

/// The paths to members of those names: beside the list of items, and at the root of the page.
fn beside<'n>(items: &'n [String], names: &'n [&str]) -> impl Iterator<Item = Vec<String>> + 'n {
    let parents: &[String] = items.split_last().map_or(&[], |(_, parents)| parents);
    let roots = if parents.is_empty() {
        vec![parents]
    } else {
        vec![parents, &[]]
    };
    roots.into_iter().flat_map(move |root| {
        names.iter().map(move |name| {
            let mut path = root.to_vec();
            path.push((*name).to_owned());
            path
        })
    })
}

impl Planner<'_> {
    pub(super) fn paging(&self, operation: &Operation) -> Option<Paging> {
        let paging = operation.paging.as_ref()?;
        // A page is what a call yields, or there is nothing to walk.
        let (_, Successes::One(Value::Type(page), Read::Json)) = successes(operation) else {
            return None;
        };
        let items = self.api.steps(page, &paging.items)?;
        let Type::Array(item) = self.api.value_type(&items.last()?.field.ty) else {
            return None;
        };
        let number = |name, path: &Option<Vec<String>>| self.number(name, page, path.as_ref()?);
        let (style, members) = match &paging.style {
            ir::PagingStyle::PageNumber {
                parameter,
                first,
                page_count,
                page_number,
            } => (
                PagingStyle::PageNumber {
                    parameter: parameter.clone(),
                    first: *first,
                },
                vec![
                    number("page_count", page_count),
                    number("page_number", page_number)
                        .or_else(|| self.usual_number("page_number", page, &paging.items, NUMBERS)),
                    self.usual_number("total", page, &paging.items, TOTALS),
                    self.usual_next(page, &paging.items),
                ],
            ),
            ir::PagingStyle::Offset {
                parameter,
                first,
                total,
            } => (
                PagingStyle::Offset {
                    parameter: parameter.clone(),
                    first: *first,
                },
                vec![number("total", total)],
            ),
            ir::PagingStyle::Cursor { parameter, next } => (
                PagingStyle::Cursor {
                    parameter: parameter.clone(),
                },
                vec![
                    self.usual_number("total", page, &paging.items, TOTALS),
                    self.next(page, next),
                ],
            ),
            ir::PagingStyle::NextUri { next } => (
                PagingStyle::NextUri,
                vec![
                    self.usual_number("page_number", page, &paging.items, NUMBERS),
                    self.usual_number("total", page, &paging.items, TOTALS),
                    self.next(page, next),
                ],
            ),
        };
        Some(Paging {
            style,
            item: self.ty(item),
            items: self.field_path(&items),
            members: members.into_iter().flatten().collect(),
            size: paging.size.clone(),
        })
    }

    /// A number of the page that the document does not point at, by the names that pages usually have
    /// for it.
    fn usual_number(
        &self,
        name: &'static str,
        page: &Type,
        items: &[String],
        usual: &[&str],
    ) -> Option<PageMember> {
        beside(items, usual).find_map(|path| self.number(name, page, &path))
    }

    /// The address of the page behind a numbered one.
    fn usual_next(&self, page: &Type, items: &[String]) -> Option<PageMember> {
        let next = beside(items, NEXT).find_map(|path| self.next(page, &path))?;
        (next.conversion == Conversion::Clone).then_some(next)
    }

    fn number(&self, name: &'static str, page: &Type, path: &[String]) -> Option<PageMember> {
        let steps = self.api.steps(page, path)?;
        let Type::Scalar(scalar) = self.api.value_type(&steps.last()?.field.ty) else {
            return None;
        };
        let conversion = match (scalar, scalar.row().json) {
            (Scalar::I64, _) => Conversion::None,
            (_, Json::Integer { highest, .. }) if highest <= i64::MAX.into() => Conversion::Widen,
            (_, Json::Integer { .. }) => Conversion::Narrow,
            _ => return None,
        };
        Some(PageMember {
            name,
            path: self.field_path(&steps),
            conversion,
        })
    }

    fn next(&self, page: &Type, path: &[String]) -> Option<PageMember> {
        let steps = self.api.steps(page, path)?;
        let is_text = match self.api.value_type(&steps.last()?.field.ty) {
            Type::Scalar(scalar) => scalar.row().rust == Rust::String,
            _ => false,
        };
        Some(PageMember {
            name: "next",
            path: self.field_path(&steps),
            conversion: match is_text {
                true => Conversion::Clone,
                false => Conversion::Display,
            },
        })
    }

    fn field_path(&self, steps: &[ir::Step<'_>]) -> FieldPath {
        let steps = steps.iter().map(|step| {
            let owner = self.api.ty(step.owner);
            let names = &self.names.types[step.owner.0].fields[step.position];
            let value = self.api.value_type(&step.field.ty);
            FieldStep {
                field: names.field.clone(),
                options: match self.presence(owner, step.field) {
                    Presence::Required => 0,
                    Presence::RequiredNullable => 1,
                    Presence::Optional => 1 + u8::from(self.is_nullable_alias(&step.field.ty)),
                    Presence::OptionalNullable => 2,
                },
                is_copy: self.ty(value).is_copy(),
            }
        });
        FieldPath(steps.collect())
    }

    /// Whether null is in a type by its alias, which an `Option` around it does not take away.
    fn is_nullable_alias(&self, ty: &Type) -> bool {
        !matches!(ty, Type::Nullable(_)) && self.is_nullable(ty)
    }
}
