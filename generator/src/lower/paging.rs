//! Pages. In: `x-pagination` of an operation; out: how its pages are walked, checked against the
//! operation's parameters and answer.
//!
//! ```yaml
//! x-pagination:
//!   style: pageNumber            # or offset, cursor, nextUri
//!   parameter: pageNumber        # takes the number, the start or the cursor; none with nextUri
//!   size: pageSize               # takes the size of a page; may be left out
//!   items: data.rooms            # path of fields to the list
//!   first: 1                     # number of the first page (1), or index of the first item (0)
//!   pageCount: pageCount         # pageNumber: fields with the count of pages
//!   pageNumber: pageNumber       #             and the number of the page that came
//!   total: total                 # offset: field with the count of items
//!   next: meta.next              # cursor, nextUri: field with what asks for the next page
//! ```

use super::Lowering;
use super::node::Node;
use crate::codes;
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Operation, Paging, PagingStyle, Place, Type};

const HELP: &str =
    "see the table in the generator's `lower/paging.rs` for what `x-pagination` holds";

impl Lowering<'_> {
    /// How the pages of an operation are walked.
    pub(super) fn paging(&mut self, operation: &Node<'_>) -> Option<Paging> {
        let node = operation.get("x-pagination")?;
        match read(&node) {
            Ok(paging) => Some(paging),
            Err(message) => {
                self.report(codes::bad_pagination(&node.pointer, &message, HELP));
                None
            }
        }
    }
}

fn read(node: &Node<'_>) -> Result<Paging, String> {
    let style = match needed(node, "style")?.as_str() {
        "pageNumber" => PagingStyle::PageNumber {
            parameter: needed(node, "parameter")?,
            first: first(node, 1)?,
            page_count: node.text("pageCount").map(split),
            page_number: node.text("pageNumber").map(split),
        },
        "offset" => PagingStyle::Offset {
            parameter: needed(node, "parameter")?,
            first: first(node, 0)?,
            total: node.text("total").map(split),
        },
        "cursor" => PagingStyle::Cursor {
            parameter: needed(node, "parameter")?,
            next: split(&needed(node, "next")?),
        },
        "nextUri" => PagingStyle::NextUri {
            next: split(&needed(node, "next")?),
        },
        other => {
            let words = "it is one of `pageNumber`, `offset`, `cursor`, `nextUri`";
            return Err(format!("`{other}` is no style of paging: {words}"));
        }
    };
    let items = split(&needed(node, "items")?);
    let size = node.text("size").map(str::to_owned);
    Ok(Paging {
        pointer: node.pointer.clone(),
        style,
        items,
        size,
    })
}

fn needed(node: &Node<'_>, name: &str) -> Result<String, String> {
    let text = node.text(name).map(str::to_owned);
    text.ok_or_else(|| format!("`{name}` is missing, or no text"))
}

fn first(node: &Node<'_>, start: i64) -> Result<i64, String> {
    match node.get("first") {
        None => Ok(start),
        Some(first) => first
            .value
            .as_i64()
            .ok_or_else(|| "`first` is no whole number".to_owned()),
    }
}

fn split(path: &str) -> Vec<String> {
    path.split('.').map(str::to_owned).collect()
}

/// Checks that parameters and fields exist; paging that does not fit is reported and dropped.
pub(super) fn check(api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut wrong = Vec::new();
    for (index, operation) in api.operations.iter().enumerate() {
        if let Some(paging) = &operation.paging
            && let Err(message) = fits(api, operation, paging)
        {
            diagnostics.push(codes::bad_pagination(&paging.pointer, &message, HELP));
            wrong.push(index);
        }
    }
    for index in wrong {
        api.operations[index].paging = None;
    }
}

fn fits(api: &Api, operation: &Operation, paging: &Paging) -> Result<(), String> {
    let (parameter, fields) = match &paging.style {
        PagingStyle::PageNumber {
            parameter,
            page_count,
            page_number,
            ..
        } => (Some(parameter), [page_count.as_ref(), page_number.as_ref()]),
        PagingStyle::Offset {
            parameter, total, ..
        } => (Some(parameter), [total.as_ref(), None]),
        PagingStyle::Cursor { parameter, next } => (Some(parameter), [Some(next), None]),
        PagingStyle::NextUri { next } => (None, [Some(next), None]),
    };
    for name in parameter.into_iter().chain(&paging.size) {
        let mut all = operation.parameters.iter();
        if !all.any(|parameter| parameter.place == Place::Query && parameter.name == *name) {
            return Err(format!("the operation has no query parameter `{name}`"));
        }
    }
    let page = api.page(operation);
    let page = page.ok_or("the operation has no JSON answer to take items from")?;
    let member = |path: &[String]| {
        let steps = api.steps(page, path);
        let last = steps.and_then(|steps| steps.last().map(|step| &step.field.ty));
        last.ok_or_else(|| format!("the answer has no field `{}`", path.join(".")))
    };
    for field in fields.into_iter().flatten() {
        member(field)?;
    }
    match api.value_type(member(&paging.items)?) {
        Type::Array(_) => Ok(()),
        _ => Err(format!("`{}` is no list", paging.items.join("."))),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Extensions;
    use crate::ir::{Paging, PagingStyle};
    use crate::lower::testing::lower_with;

    fn paging(text: &str) -> (Option<Paging>, Vec<&'static str>) {
        let text = format!("
paths:
  /a:
    get:
      x-pagination: {{{text}}}
      parameters:
        - {{name: page, in: query, schema: {{type: integer}}}}
        - {{name: size, in: query, schema: {{type: integer}}}}
      responses:
        '200': {{description: '', content: {{application/json: {{schema: {{$ref: '#/components/schemas/Page'}}}}}}}}
components:
  schemas:
    Page: {{type: object, properties: {{data: {{type: object, properties: {{items: {{type: array, items: {{type: string}}}}}}}}, next: {{type: string, nullable: true}}}}}}
");
        let (mut api, codes) = lower_with(&text, &Extensions::default());
        (api.operations.remove(0).paging, codes)
    }

    #[test]
    fn pages_that_are_numbered() {
        let (paging, codes) =
            paging("style: pageNumber, parameter: page, size: size, items: data.items");
        let paging = paging.unwrap();
        assert_eq!(paging.items, ["data", "items"]);
        assert!(matches!(
            paging.style,
            PagingStyle::PageNumber { first: 1, .. }
        ));
        assert!(codes.is_empty());
    }

    #[test]
    fn pages_with_the_address_of_the_next() {
        let (paging, _) = paging("style: nextUri, items: data.items, next: next");
        assert!(matches!(paging.unwrap().style, PagingStyle::NextUri { .. }));
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        for text in [
            "style: other, items: data.items",
            "style: pageNumber, items: data.items",
            "style: pageNumber, parameter: nope, items: data.items",
            "style: pageNumber, parameter: page, items: data.nope",
            "style: pageNumber, parameter: page, items: next",
            "style: cursor, parameter: page, items: data.items",
            "style: offset, parameter: page, items: data.items, first: x",
        ] {
            let (paging, codes) = paging(text);
            assert_eq!((paging, codes), (None, vec!["G072"]), "{text}");
        }
    }
}
