//! Where the servers are: environment variables in, addresses out.

use std::env;
use std::net::SocketAddr;

/// Prism, which serves the document.
pub fn prism() -> SocketAddr {
    address("CONTRACT_PRISM")
}

/// oauth2-mock-server, which checks PKCE and no secrets.
pub fn mock() -> SocketAddr {
    address("CONTRACT_OAUTH2_MOCK_SERVER")
}

/// oidc-provider, which checks everything.
pub fn provider() -> SocketAddr {
    address("CONTRACT_OIDC_PROVIDER")
}

/// A test without its server fails: it is never left out in silence.
fn address(variable: &str) -> SocketAddr {
    let text = env::var(variable)
        .unwrap_or_else(|_| panic!("{variable} is not set: run `cargo xtask contract`"));
    text.parse()
        .unwrap_or_else(|_| panic!("{variable} is no address: {text}"))
}
