//! A small API to call servers with, and clients of it that retry without long waits.

use std::ops::Deref;
use std::time::Duration;

use runtime::runtime::api::{
    ApiInfo, ErrorFields, Place, RateLimitHeaders, SecurityKind, SecurityScheme,
};
use runtime::runtime::builder;
use runtime::runtime::client::{ApiClient, Handle};
use runtime::runtime::credential::Credential;
use runtime::runtime::decode::{self, DecodeError};
use runtime::runtime::mode::Async;
use runtime::runtime::model::{missing, or_missing};
use runtime::runtime::operation::{Operation, OperationInfo};
use runtime::runtime::response::Reply;
use runtime::runtime::retry::RetryPolicy;
use serde::Deserialize;

static API: ApiInfo = ApiInfo {
    headers: &[("x-sdk", "1")],
    correlation_header: Some("x-correlation"),
    rate_limit: Some(RateLimitHeaders {
        allowed: "x-allowed",
        count: "x-count",
        reset: "x-reset",
    }),
    error: ErrorFields {
        code: Some("/code"),
        message: Some("/message"),
        correlation_id: Some("/contextId"),
    },
    security: &[
        SecurityScheme {
            name: "token",
            method: "access_token",
            kind: SecurityKind::Bearer,
        },
        SecurityScheme {
            name: "key",
            method: "key",
            kind: SecurityKind::ApiKey {
                place: Place::Header,
                name: "x-key",
            },
        },
        SecurityScheme {
            name: "query-key",
            method: "query_key",
            kind: SecurityKind::ApiKey {
                place: Place::Query,
                name: "key",
            },
        },
    ],
    ..ApiInfo::new("Sample", "sample", "1.2.3")
};

#[derive(Clone, Debug)]
pub(crate) struct Client(Handle);

impl Deref for Client {
    type Target = Handle;

    fn deref(&self) -> &Handle {
        &self.0
    }
}

impl ApiClient for Client {
    const API: &'static ApiInfo = &API;
    type Mode = Async;

    fn from_handle(handle: Handle) -> Self {
        Self(handle)
    }
}

pub(crate) type Builder = builder::Builder<Client>;

/// The standard policy with waits of a few milliseconds.
pub(crate) fn quick() -> RetryPolicy {
    RetryPolicy::standard()
        .base_delay(Duration::from_millis(2))
        .max_delay(Duration::from_millis(10))
}

/// A builder without a token.
pub(crate) fn bare_builder(url: &str) -> Builder {
    Builder::new()
        .base_url(url)
        .retry(quick())
        .timeout(Duration::from_secs(20))
}

/// A builder with a token and keys.
pub(crate) fn builder(url: &str) -> Builder {
    bare_builder(url)
        .access_token("s3cret-token")
        .credential("key", Credential::Key("s3cret-key".into()))
        .credential("query-key", Credential::Key("s3cret-query".into()))
}

pub(crate) fn client(url: &str) -> Client {
    builder(url).build().unwrap()
}

/// What the operations of the sample answer with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Thing {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Part {
    pub(crate) size: u32,
}

/// As emitted models read required members.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Filled {
    #[serde(default = "missing", deserialize_with = "or_missing")]
    pub(crate) name: String,
    #[serde(default = "missing", deserialize_with = "or_missing")]
    pub(crate) parts: Vec<FilledPart>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct FilledPart {
    #[serde(default = "missing", deserialize_with = "or_missing")]
    pub(crate) id: String,
}

/// Nothing is required of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Loose {
    pub(crate) name: Option<String>,
}

const TOKEN: &[&[&str]] = &[&["token"]];

macro_rules! operation {
    ($name:ident, $output:ty, $decode:path, $info:expr) => {
        #[derive(Debug)]
        pub(crate) enum $name {}

        impl Operation for $name {
            type Output = $output;
            const INFO: &'static OperationInfo = &$info;

            fn decode(reply: &Reply) -> Result<$output, DecodeError> {
                $decode(reply)
            }
        }
    };
}

operation!(
    GetThing,
    Thing,
    decode::json,
    OperationInfo {
        security: TOKEN,
        ..OperationInfo::new("getThing", "GET", "/thing")
    }
);
operation!(
    PostThing,
    Thing,
    decode::json,
    OperationInfo {
        security: TOKEN,
        ..OperationInfo::new("postThing", "POST", "/thing")
    }
);
operation!(
    PostMarked,
    Thing,
    decode::json,
    OperationInfo {
        security: TOKEN,
        retry_safe: Some(true),
        ..OperationInfo::new("postMarked", "POST", "/marked")
    }
);
operation!(
    PostNothing,
    (),
    decode::empty,
    OperationInfo {
        security: TOKEN,
        ..OperationInfo::new("postNothing", "POST", "/nothing")
    }
);
operation!(
    GetKeyed,
    Thing,
    decode::json,
    OperationInfo {
        security: &[&["key", "query-key"]],
        ..OperationInfo::new("getKeyed", "GET", "/keyed")
    }
);
operation!(
    GetNamed,
    Thing,
    decode::json,
    OperationInfo {
        security: TOKEN,
        ..OperationInfo::new("getNamed", "GET", "/named/{name}/end")
    }
);
operation!(
    GetFilled,
    Filled,
    decode::json,
    OperationInfo {
        security: TOKEN,
        ..OperationInfo::new("getFilled", "GET", "/filled")
    }
);
operation!(
    GetLoose,
    Loose,
    decode::json,
    OperationInfo {
        security: TOKEN,
        ..OperationInfo::new("getLoose", "GET", "/loose")
    }
);
