//! Tags. In: the tags that the document declares and those of its operations; out: the tags in use,
//! and the one that carries each operation.
//!
//! Declared tags come first, in document order, then those that an operation is the first to name.
//! The first tag of an operation carries it; operations without one go to the group `default`.

use super::Lowering;
use crate::ir::{Gates, Tag, TagId};

/// The group of operations without a tag.
const UNTAGGED: &str = "default";

impl Lowering<'_> {
    /// The tags in use, and for each operation the one that carries it.
    pub(super) fn tags(&mut self) -> (Vec<Tag>, Vec<TagId>) {
        let mut tags = Vec::new();
        for (index, tag) in self.document.tags.iter().enumerate() {
            let pointer = crate::ir::Pointer("/tags".to_owned()).child(index);
            let node = self.tree.at(&pointer);
            let used = self
                .sources
                .iter()
                .any(|source| first_tag(source) == tag.name);
            if used && !tags.iter().any(|other: &Tag| other.name == tag.name) {
                tags.push(Tag {
                    name: tag.name.clone(),
                    is_named: true,
                    description: tag.description.clone(),
                    rust_name: node.and_then(|node| self.rust_name(&node)),
                    pointer,
                    gates: Gates::default(),
                });
            }
        }
        let mut groups = Vec::new();
        for source in self.sources {
            let name = first_tag(source);
            let known = tags.iter().position(|tag| tag.name == name);
            groups.push(TagId(known.unwrap_or(tags.len())));
            if known.is_none() {
                let pointer = match source.operation.tags.is_empty() {
                    true => source.node.pointer.clone(),
                    false => source.node.pointer.child("tags").child(0),
                };
                let name = name.to_owned();
                tags.push(Tag {
                    name,
                    is_named: !source.operation.tags.is_empty(),
                    description: None,
                    rust_name: None,
                    pointer,
                    gates: Gates::default(),
                });
            }
        }
        (tags, groups)
    }
}

fn first_tag<'a>(source: &'a super::Source<'_>) -> &'a str {
    source
        .operation
        .tags
        .first()
        .map_or(UNTAGGED, String::as_str)
}

#[cfg(test)]
mod tests {
    use crate::ir::TagId;
    use crate::lower::testing::api;

    #[test]
    fn declared_tags_come_first_and_unused_ones_not_at_all() {
        let api = api("
tags: [{name: unused}, {name: b, description: B}]
paths:
  /a: {get: {tags: [a], responses: {}}}
  /b: {get: {tags: [b, a], responses: {}}}
  /c: {get: {responses: {}}}
");
        let names: Vec<_> = api.tags.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, ["b", "a", "default"]);
        let groups: Vec<_> = api
            .operations
            .iter()
            .map(|operation| operation.tag)
            .collect();
        assert_eq!(groups, [TagId(1), TagId(0), TagId(2)]);
    }
}
