//! Templates of paths and servers: text with the names of variables in braces.

/// The names in braces of a template. `None` when braces do not match or hold nothing.
pub(crate) fn variables(template: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find(['{', '}']) {
        let inner = rest[open..].strip_prefix('{')?;
        let close = inner.find(['{', '}'])?;
        let name = &inner[..close];
        rest = inner[close..].strip_prefix('}')?;
        if name.is_empty() {
            return None;
        }
        names.push(name);
    }
    Some(names)
}

/// A template with its variables' names left out.
pub(crate) fn anonymous(template: &str) -> String {
    let mut written = String::new();
    let mut is_name = false;
    for c in template.chars() {
        is_name &= c != '}';
        if !is_name {
            written.push(c);
        }
        is_name |= c == '{';
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_read() {
        assert_eq!(variables("/a/{b}.{c}"), Some(vec!["b", "c"]));
        assert_eq!(variables("/a/}b{"), None);
        assert_eq!(anonymous("/a/{b}/{c}"), "/a/{}/{}");
    }
}
