//! A client of a small API, written as the generator would emit it.

use std::ops::Deref;

use bytes::Bytes;
use runtime::runtime::api::{
    ApiInfo, ErrorFields, Place, RateLimitHeaders, SecurityKind, SecurityScheme, ServerInfo,
};
use runtime::runtime::credential::Credential;
use runtime::runtime::decode::{self, DecodeError};
use runtime::runtime::mode::{Async, Mode};
use runtime::runtime::operation::{Failure, Operation, OperationInfo};
use runtime::runtime::wire::parameter::Parameter;
use runtime::runtime::{ApiClient, Builder, Call, Handle, Reply};
use serde::{Deserialize, Serialize};

pub(crate) static API: ApiInfo = ApiInfo {
    version: "2",
    servers: &[ServerInfo::new("main", "https://api.rooms.test")],
    headers: &[("x-sdk", "1.2.3")],
    app_header: Some("x-app"),
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
    env_prefix: Some("ROOMS"),
    security: &[
        SecurityScheme {
            name: "login",
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
    ],
    ..ApiInfo::new("Rooms", "rooms-client", "1.2.3")
};

pub(crate) type ClientBuilder = Builder<Client>;

#[derive(Clone, Debug)]
pub(crate) struct Client {
    handle: Handle,
}

impl Client {
    pub(crate) fn builder() -> ClientBuilder {
        Builder::new()
    }

    pub(crate) fn rooms(&self) -> Rooms {
        Rooms {
            handle: self.handle.clone(),
        }
    }
}

impl ApiClient for Client {
    const API: &'static ApiInfo = &API;
    type Mode = Async;

    fn from_handle(handle: Handle) -> Self {
        Self { handle }
    }
}

impl Deref for Client {
    type Target = Handle;

    fn deref(&self) -> &Handle {
        &self.handle
    }
}

#[cfg(feature = "blocking")]
pub(crate) mod blocking {
    use super::{API, Rooms};
    use runtime::runtime::api::ApiInfo;
    use runtime::runtime::mode::Blocking;
    use runtime::runtime::{ApiClient, Builder, Handle};

    #[derive(Clone, Debug)]
    pub(crate) struct Client {
        handle: Handle<Blocking>,
    }

    impl Client {
        pub(crate) fn builder() -> Builder<Client> {
            Builder::new()
        }

        pub(crate) fn rooms(&self) -> Rooms<Blocking> {
            Rooms {
                handle: self.handle.clone(),
            }
        }
    }

    impl ApiClient for Client {
        const API: &'static ApiInfo = &API;
        type Mode = Blocking;

        fn from_handle(handle: Handle<Blocking>) -> Self {
            Self { handle }
        }
    }

    impl std::ops::Deref for Client {
        type Target = Handle<Blocking>;

        fn deref(&self) -> &Handle<Blocking> {
            &self.handle
        }
    }
}

/// Emitted code would give each scheme a setter like this one.
pub(crate) trait KeySetter {
    fn key(self, key: &str) -> Self;
}

impl KeySetter for ClientBuilder {
    fn key(self, key: &str) -> Self {
        self.credential("key", Credential::Key(key.into()))
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Rooms<M: Mode = Async> {
    handle: Handle<M>,
}

impl<M: Mode> Rooms<M> {
    pub(crate) fn get_room(&self, room_id: impl Into<String>) -> Call<GetRoom, M> {
        let mut call = self.handle.call::<GetRoom>();
        call.request
            .parameter(&Parameter::path("roomId"), &room_id.into());
        call
    }

    pub(crate) fn post_room_messages(
        &self,
        room_id: impl Into<String>,
        body: &NewMessage,
    ) -> Call<PostRoomMessages, M> {
        let mut call = self.handle.call::<PostRoomMessages>();
        call.request
            .parameter(&Parameter::path("roomId"), &room_id.into());
        call.request.json("application/json", body);
        call
    }

    pub(crate) fn delete_room(&self, room_id: impl Into<String>) -> Call<DeleteRoom, M> {
        let mut call = self.handle.call::<DeleteRoom>();
        call.request
            .parameter(&Parameter::path("roomId"), &room_id.into());
        call
    }

    pub(crate) fn get_room_picture(&self, room_id: impl Into<String>) -> Call<GetRoomPicture, M> {
        let mut call = self.handle.call::<GetRoomPicture>();
        call.request
            .parameter(&Parameter::path("roomId"), &room_id.into());
        call
    }
}

#[derive(Debug)]
pub(crate) enum GetRoom {}

impl Operation for GetRoom {
    type Output = Room;
    const INFO: &'static OperationInfo = &OperationInfo {
        security: &[&["login"], &["key"]],
        ..OperationInfo::new("getRoom", "GET", "/rooms/{roomId}")
    };

    fn decode(reply: &Reply) -> Result<Room, DecodeError> {
        decode::json(reply)
    }
}

impl Failure for GetRoom {
    type Body = ErrorBody;

    fn decode_failure(reply: &Reply) -> Option<ErrorBody> {
        decode::json(reply).ok()
    }
}

/// In an emitted crate, where the runtime is a module, these are methods of the type.
pub(crate) trait GetRoomSetters {
    fn expand(self, expand: impl IntoIterator<Item = impl Into<String>>) -> Self;
    fn limit(self, limit: i32) -> Self;
}

impl<M: Mode> GetRoomSetters for Call<GetRoom, M> {
    fn expand(mut self, expand: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let expand: Vec<String> = expand.into_iter().map(Into::into).collect();
        self.request.parameter(&Parameter::query("expand"), &expand);
        self
    }

    fn limit(mut self, limit: i32) -> Self {
        self.request.parameter(&Parameter::query("limit"), &limit);
        self
    }
}

#[derive(Debug)]
pub(crate) enum PostRoomMessages {}

impl Operation for PostRoomMessages {
    type Output = Option<Room>;
    const INFO: &'static OperationInfo = &OperationInfo {
        security: &[&["login"]],
        ..OperationInfo::new("postRoomMessages", "POST", "/rooms/{roomId}/messages")
    };

    fn decode(reply: &Reply) -> Result<Option<Room>, DecodeError> {
        decode::json(reply)
    }
}

#[derive(Debug)]
pub(crate) enum DeleteRoom {}

impl Operation for DeleteRoom {
    type Output = ();
    const INFO: &'static OperationInfo = &OperationInfo {
        security: &[&["login"]],
        ..OperationInfo::new("deleteRoom", "DELETE", "/rooms/{roomId}")
    };

    fn decode(reply: &Reply) -> Result<(), DecodeError> {
        decode::empty(reply)
    }
}

#[derive(Debug)]
pub(crate) enum GetRoomPicture {}

impl Operation for GetRoomPicture {
    type Output = Bytes;
    const INFO: &'static OperationInfo = &OperationInfo {
        accept: "image/png",
        ..OperationInfo::new("getRoomPicture", "GET", "/rooms/{roomId}/picture")
    };

    fn decode(reply: &Reply) -> Result<Bytes, DecodeError> {
        decode::bytes(reply)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Room {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) users: Vec<User>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) age: u8,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct NewMessage {
    pub(crate) text: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct ErrorBody {
    pub(crate) code: String,
    #[serde(default)]
    pub(crate) details: Vec<String>,
}
