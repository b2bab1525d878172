//! Whether a request asks for what another does: a [`Request`] as a pattern and an [`HttpRequest`]
//! in, yes or no out.

use std::fmt::Write as _;

use percent_encoding::percent_decode_str;

use super::{Request, next_variable};
use crate::runtime::wire::error::Error;
use crate::runtime::wire::exchange::HttpRequest;

impl Request {
    /// Whether that request is one of the same operation, with every argument that this one has in
    /// path and query.
    pub(crate) fn is_asked_by(&self, sent: &HttpRequest) -> bool {
        *self.info == *sent.info() && self.has_variables_of(sent) && self.has_query_of(sent)
    }

    fn has_variables_of(&self, sent: &HttpRequest) -> bool {
        if self.variables.is_empty() {
            return true;
        }
        let found = variables(self.info.path, sent.path()).unwrap_or_default();
        self.variables.iter().all(|(name, wanted)| {
            let value = found.iter().find(|(known, _)| known == name);
            value.is_some_and(|(_, value)| decoded(value) == decoded(wanted))
        })
    }

    fn has_query_of(&self, sent: &HttpRequest) -> bool {
        let found: Vec<String> = pairs(sent.query().unwrap_or_default()).collect();
        let mut wanted = self.query.iter().flat_map(|(_, text)| pairs(text));
        wanted.all(|pair| found.contains(&pair))
    }

    /// The fault of an argument, which makes the request one that nothing can ask for.
    pub(crate) fn fault(&self) -> Option<&Error> {
        self.fault.as_ref()
    }

    /// The operation and the arguments, for a reader.
    pub(crate) fn described(&self) -> String {
        let mut text = self.info.id.to_owned();
        let variables = self
            .variables
            .iter()
            .map(|(name, value)| format!("{name}={}", decoded(value)));
        let query = self.query.iter().flat_map(|(_, text)| pairs(text));
        for (index, pair) in variables.chain(query).enumerate() {
            let before = if index == 0 { " with" } else { "," };
            // Writing to text cannot fail.
            let _ = write!(text, "{before} {pair}");
        }
        text
    }
}

/// The value of a variable of the path or of a parameter of the query.
pub(crate) fn argument(sent: &HttpRequest, name: &str) -> Option<String> {
    let variables = variables(sent.info().path, sent.path()).unwrap_or_default();
    let variable = variables.iter().find(|(known, _)| *known == name);
    if let Some((_, value)) = variable {
        return Some(decoded(value));
    }
    let mut pairs = sent
        .query()?
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((known, value)) => (decoded(known), decoded(value)),
            None => (decoded(pair), String::new()),
        });
    pairs
        .find(|(known, _)| known == name)
        .map(|(_, value)| value)
}

/// The pairs of a query, decoded.
fn pairs(query: &str) -> impl Iterator<Item = String> + '_ {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(decoded)
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The variables of a template in a path that may have a prefix; `None` if the path is another one.
fn variables<'a>(template: &'static str, path: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    let template = template.split(['?', '#']).next()?.trim_start_matches('/');
    let wanted: Vec<&'static str> = template.split('/').collect();
    let found: Vec<&'a str> = path.split('/').collect();
    let prefix = found.len().checked_sub(wanted.len())?;
    let mut variables = Vec::new();
    for (template, text) in wanted.into_iter().zip(&found[prefix..]) {
        if !read_segment(template, text, &mut variables) {
            return None;
        }
    }
    Some(variables)
}

/// Reads the variables of one segment, each up to the literal behind it.
fn read_segment<'a>(
    template: &'static str,
    text: &'a str,
    variables: &mut Vec<(&'static str, &'a str)>,
) -> bool {
    let (mut template, mut text) = (template, text);
    while let Some((literal, name, after)) = next_variable(template) {
        let Some(rest) = text.strip_prefix(literal) else {
            return false;
        };
        let stop = after.split('{').next().unwrap_or(after);
        let end = match stop {
            "" => Some(rest.len()),
            stop if stop == after => rest.len().checked_sub(stop.len()),
            stop => rest.find(stop),
        };
        let Some(value) = end.and_then(|end| rest.get(..end)) else {
            return false;
        };
        variables.push((name, value));
        text = &rest[value.len()..];
        template = after;
    }
    decoded(text) == decoded(template)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_read_behind_a_prefix() {
        assert_eq!(
            variables("/rooms/{room}/users/{user}", "/api/v2/rooms/a%2Fb/users/c"),
            Some(vec![("room", "a%2Fb"), ("user", "c")])
        );
        assert_eq!(variables("/rooms/{room}", "/users/a"), None);
        assert_eq!(variables("/rooms/{room}", "/rooms"), None);
    }

    #[test]
    fn a_segment_may_hold_several_variables() {
        assert_eq!(
            variables("/{name}.{format}/v{version}-x", "/a.json/v2-x"),
            Some(vec![("name", "a"), ("format", "json"), ("version", "2")])
        );
        assert_eq!(variables("/v{version}-x", "/v2-y"), None);
    }
}
