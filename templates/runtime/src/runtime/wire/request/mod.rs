//! What a call sends: arguments in, method, URL, headers and body out.
//!
//! Emitted code fills a [`Request`] by the names of the document; so can code that builds calls of
//! its own. A fault in an argument is kept and reported when the call is sent.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde::Serialize;
use url::Url;

use crate::runtime::model::as_request;
use crate::runtime::wire::body::Body;
use crate::runtime::wire::encode::{self, FormField, Shape, Style};
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::exchange::HttpRequest;
use crate::runtime::wire::media_type;
use crate::runtime::wire::operation::OperationInfo;
use crate::runtime::wire::parameter::{Location, Parameter};

#[cfg(feature = "testing")]
pub(crate) mod asked;
mod options;

pub(crate) use options::Options;

/// What a call sends, and how patiently.
#[derive(Clone)]
pub struct Request {
    info: &'static OperationInfo,
    method: Method,
    path: Cow<'static, str>,
    variables: Vec<(&'static str, String)>,
    query: Vec<(Cow<'static, str>, String)>,
    headers: HeaderMap,
    cookies: Vec<(&'static str, String)>,
    body: Body,
    fault: Option<Error>,
    /// What the call was told of itself, which most calls are not.
    options: Option<Box<Options>>,
}

impl Request {
    /// A request of that operation without arguments.
    #[must_use]
    pub fn new(info: &'static OperationInfo) -> Self {
        let mut request = Self {
            info,
            method: Method::GET,
            path: Cow::Borrowed(info.path),
            variables: Vec::new(),
            query: Vec::new(),
            // Room for what a client adds, so that the map need not grow.
            headers: HeaderMap::with_capacity(12),
            cookies: Vec::new(),
            body: Body::empty(),
            fault: None,
            options: None,
        };
        match Method::from_bytes(info.method.as_bytes()) {
            Ok(method) => request.method = method,
            Err(_) => request.fail(format!("{:?} is not an HTTP method", info.method)),
        }
        request
            .headers
            .insert(ACCEPT, HeaderValue::from_static(info.accept));
        request
    }

    /// A request that no operation describes.
    pub(crate) fn raw(info: &'static OperationInfo, method: Method, path: &str) -> Self {
        let mut request = Self::new(info);
        request.method = method;
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        request.path = Cow::Owned(path.to_owned());
        if !query.is_empty() {
            request.query.push((Cow::Borrowed(""), query.to_owned()));
        }
        request.options_mut().any_auth = true;
        request
    }

    /// Sets a parameter, in place of an earlier value of it.
    pub fn parameter<T: Serialize + ?Sized>(&mut self, parameter: &Parameter, value: &T) {
        if let Some(shape) = self.shape(parameter.name, parameter.style, value) {
            match parameter.location {
                Location::Path => self.set_variable(parameter, shape),
                Location::Query => self.set_query(Cow::Borrowed(parameter.name), parameter, shape),
                Location::Header => self.set_header(parameter, shape),
                Location::Cookie => self.set_cookie(parameter, shape),
            }
        }
    }

    /// Sets a parameter of the query that no operation may describe.
    pub(crate) fn query<T: Serialize + ?Sized>(&mut self, name: Cow<'static, str>, value: &T) {
        let usual = Parameter::query("");
        if let Some(shape) = self.shape(&name, usual.style, value) {
            self.set_query(name, &usual, shape);
        }
    }

    fn set_variable(&mut self, parameter: &Parameter, shape: Shape) {
        let name = parameter.name;
        match encode::path(name, parameter.style, parameter.explode, shape) {
            Some(text) => self.variables.push((name, text)),
            None => self.fail(format!("{name} stands in the path and must not be empty")),
        }
    }

    fn set_query(&mut self, name: Cow<'static, str>, parameter: &Parameter, shape: Shape) {
        let Parameter {
            style,
            explode,
            allow_reserved,
            ..
        } = *parameter;
        let text = encode::query(&name, style, explode, allow_reserved, shape);
        let place = self.query.iter().position(|(known, _)| *known == name);
        match (place, text) {
            (Some(place), Some(text)) => self.query[place].1 = text,
            (None, Some(text)) => self.query.push((name, text)),
            (Some(place), None) => drop(self.query.remove(place)),
            (None, None) => {}
        }
    }

    fn set_header(&mut self, parameter: &Parameter, shape: Shape) {
        let name = parameter.name;
        let text = encode::header(parameter.style, parameter.explode, shape);
        match (HeaderName::try_from(name), text) {
            (Ok(name), None) => drop(self.headers.remove(name)),
            (Ok(name), Some(text)) => match HeaderValue::try_from(text) {
                Ok(value) => drop(self.headers.insert(name, value)),
                Err(_) => self.fail(format!("{name} holds what a header cannot carry")),
            },
            (Err(_), _) => self.fail(format!("{name:?} is not a header's name")),
        }
    }

    fn set_cookie(&mut self, parameter: &Parameter, shape: Shape) {
        let name = parameter.name;
        self.cookies.retain(|(known, _)| *known != name);
        let explode = parameter.explode && !matches!(shape, Shape::List(_));
        if let Some(pairs) = encode::query(name, Style::Form, explode, false, shape) {
            self.cookies.push((name, pairs.replace('&', "; ")));
        }
    }

    /// Sends the value as JSON, under that media type.
    pub fn json<T: Serialize + ?Sized>(&mut self, media_type: &str, body: &T) {
        match as_request(|| serde_json::to_vec(body)) {
            Ok(json) => self.bytes(media_type, json),
            Err(error) => self.fail(format!("the body could not be made JSON: {error}")),
        }
    }

    /// Sends the members of an object as a form. `fields` names those that are not written as the
    /// standard has it.
    pub fn form<T: Serialize + ?Sized>(&mut self, fields: &[FormField], body: &T) {
        if let Some(shape) = self.shape("the form", Style::Form, body) {
            let text = encode::form(shape, fields);
            self.bytes("application/x-www-form-urlencoded", text);
        }
    }

    /// Sends text, under that media type and in the encoding that it names.
    pub fn text(&mut self, media_type: &str, body: impl Into<String>) {
        match media_type::encoded(media_type, body.into()) {
            Ok(body) => self.bytes(media_type, body),
            Err(fault) => self.fail(format!("the body cannot be sent: {fault}")),
        }
    }

    /// Sends text, under the media type that the caller chose. One outside of those that the document
    /// allows is a fault.
    pub fn chosen_text(&mut self, allowed: &[&str], media_type: &str, body: impl Into<String>) {
        self.require(allowed, media_type);
        self.text(media_type, body);
    }

    /// Sends bytes or a stream, under the media type that the caller chose. One outside of those
    /// that the document allows is a fault.
    pub fn chosen(&mut self, allowed: &[&str], media_type: &str, body: impl Into<Body>) {
        self.require(allowed, media_type);
        self.bytes(media_type, body);
    }

    fn require(&mut self, allowed: &[&str], media_type: &str) {
        if let Err(fault) = media_type::require(allowed, media_type) {
            self.fail(format!("the body cannot be sent: {fault}"));
        }
    }

    /// Sends bytes or a stream, under that media type.
    pub fn bytes(&mut self, media_type: &str, body: impl Into<Body>) {
        match HeaderValue::from_str(media_type) {
            Ok(value) => drop(self.headers.insert(CONTENT_TYPE, value)),
            Err(_) => self.fail(format!("{media_type:?} is not a media type")),
        }
        self.body = body.into();
    }

    /// Keeps a fault; the first one is what the call fails with.
    pub fn fail(&mut self, message: impl Into<Cow<'static, str>>) {
        self.fault
            .get_or_insert_with(|| Error::new(ErrorKind::Request, message));
    }

    /// What the document says of the operation.
    #[must_use]
    pub fn info(&self) -> &'static OperationInfo {
        self.info
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// What the query holds under that name, percent-encoded: `name=value`, or several such pairs
    /// joined by `&`.
    #[must_use]
    pub fn query_pairs(&self, name: &str) -> Option<&str> {
        let pairs = self.query.iter().find(|(known, _)| known == name);
        pairs.map(|(_, pairs)| pairs.as_str())
    }

    /// Sends the request to another path of its server, in place of path and query. Both are
    /// percent-encoded already.
    pub fn set_target(&mut self, path: &str, query: Option<&str>) {
        self.path = Cow::Owned(path.to_owned());
        self.variables.clear();
        self.query.clear();
        if let Some(query) = query.filter(|query| !query.is_empty()) {
            self.query.push((Cow::Borrowed(""), query.to_owned()));
        }
    }

    /// The headers set so far.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn options(&self) -> Option<&Options> {
        self.options.as_deref()
    }

    pub(crate) fn options_mut(&mut self) -> &mut Options {
        self.options.get_or_insert_default()
    }

    // part: validate
    /// What the request breaks so far, if it is checked.
    #[cfg(feature = "validate")]
    pub(crate) fn checks_mut(&mut self) -> Option<&mut crate::runtime::validate::Violations> {
        self.options.as_mut()?.checks.as_mut()
    }

    pub(crate) fn take_options(&mut self) -> Option<Box<Options>> {
        self.options.take()
    }

    /// Makes the request that goes to that base URL, with the client's own headers.
    pub(crate) fn build(mut self, base: &Url, headers: &HeaderMap) -> Result<HttpRequest, Error> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        let url = self.url(base)?;
        let mut request = HttpRequest::new(self.info, self.method, url);
        for (name, value) in headers {
            self.headers.entry(name).or_insert_with(|| value.clone());
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self.cookies.into_iter().map(|(_, pair)| pair).collect();
            let cookies = sensitive_text(pairs.join("; "))?;
            self.headers.insert(COOKIE, cookies);
        }
        request.headers = self.headers;
        request.body = self.body;
        Ok(request)
    }

    fn url(&self, base: &Url) -> Result<Url, Error> {
        let root = base.as_str().trim_end_matches('/');
        let mut text = String::with_capacity(root.len() + self.path.len() + 64);
        text.push_str(root);
        self.push_path(root, &mut text)?;
        // A path of a document may have a query of its own.
        let mut sign = match text[root.len()..].contains('?') {
            true => '&',
            false => '?',
        };
        for (_, pairs) in &self.query {
            text.push(sign);
            text.push_str(pairs);
            sign = '&';
        }
        Url::parse(&text).map_err(|error| {
            Error::new(ErrorKind::Request, "the URL is not valid").with_source(error)
        })
    }

    /// Appends the path with its variables filled in.
    fn push_path(&self, root: &str, text: &mut String) -> Result<(), Error> {
        let path = relative(&self.path, root)?;
        // What follows `#` tells paths of a document apart; it is no part of a request.
        let mut rest = path.split_once('#').map_or(path, |(path, _)| path);
        let start = text.len();
        if !rest.starts_with('/') {
            text.push('/');
        }
        while let Some((literal, name, after)) = next_variable(rest) {
            text.push_str(literal);
            let value = self
                .variables
                .iter()
                .rev()
                .find(|(known, _)| *known == name);
            let Some((_, value)) = value else {
                let message = format!("the path's variable {name} has no value");
                return Err(Error::new(ErrorKind::Request, message));
            };
            text.push_str(value);
            rest = after;
        }
        text.push_str(rest);
        match text[start..].split(['/', '\\']).find(|one| is_dots(one)) {
            None => Ok(()),
            Some(dots) => Err(Error::new(
                ErrorKind::Request,
                format!("a URL cannot carry {dots:?} as a segment of its path"),
            )),
        }
    }

    fn shape<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        style: Style,
        value: &T,
    ) -> Option<Shape> {
        let shape = as_request(|| match style {
            Style::Json => serde_json::to_string(value).map(Shape::Scalar),
            _ => encode::shape(value),
        });
        shape
            .map_err(|error| self.fail(format!("{name} could not be made text: {error}")))
            .ok()
    }
}

impl fmt::Debug for Request {
    /// Leaves out the query and the headers: they may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.info.id)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// A header value that nothing prints.
pub(crate) fn sensitive(text: &str) -> Result<HeaderValue, Error> {
    sensitive_text(text.to_owned())
}

/// A header value that nothing prints. It takes the text's memory over: no copy is left behind.
pub(crate) fn sensitive_text(text: String) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_maybe_shared(Bytes::from(text)).map_err(|_| {
        let message = "a credential or cookie holds what a header cannot carry";
        Error::new(ErrorKind::Request, message)
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// The path as it follows the root. A whole URL will do if it starts with the root.
fn relative<'a>(path: &'a str, root: &str) -> Result<&'a str, Error> {
    if path.starts_with('/') || !path.contains("://") {
        return Ok(path);
    }
    match path.strip_prefix(root) {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => Ok(rest),
        _ => Err(Error::new(
            ErrorKind::Request,
            "the URL is not one of the client's server, so its credentials must not go there; \
             see with_base_url",
        )),
    }
}

/// Splits a template at its first variable: what is before it, its name, what is after it.
fn next_variable(template: &str) -> Option<(&str, &str, &str)> {
    let (literal, rest) = template.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((literal, name, after))
}

/// Whether a URL parser would take the segment for a step within the path.
fn is_dots(segment: &str) -> bool {
    // The longest form is `%2e%2e`.
    segment.len() <= 6
        && segment.starts_with(['.', '%'])
        && matches!(
            segment.to_ascii_lowercase().replace("%2e", ".").as_str(),
            "." | ".."
        )
}

#[cfg(test)]
mod tests;
