//! Servers whose address has variables, such as `https://{tenant}.example.com`: plain data, a part
//! of [`ServerInfo`](super::ServerInfo).

/// An address with variables in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerTemplate {
    /// Where calls go.
    pub url: &'static str,
    /// Where logins and token requests go, if elsewhere.
    pub auth_url: Option<&'static str>,
    /// What stands in the braces of both.
    pub variables: &'static [ServerVariable],
}

/// A variable in a server's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name.
    pub name: &'static str,
    /// Its value unless another is given.
    pub default: &'static str,
    /// The values that it may have; any if there are none.
    pub values: &'static [&'static str],
}
