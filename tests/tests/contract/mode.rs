//! Both modes of the client behind one interface: a call in, its result out.

use std::sync::LazyLock;
use std::time::Duration;

use generated_client::runtime::builder::Builder;
use generated_client::runtime::call::Call;
use generated_client::runtime::client::ApiClient;
use generated_client::runtime::mode::{Async, Blocking, Mode};
use generated_client::runtime::operation::Operation;
use generated_client::runtime::response::Response;
use generated_client::runtime::retry::RetryPolicy;
use generated_client::{Client, Error, blocking};
use tokio::runtime::Runtime;

use crate::table::Api;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));

/// A mode with its client.
pub trait Run: Mode {
    const NAME: &'static str;

    type Client: ApiClient<Mode = Self> + Clone + Send + Sync;

    fn api(client: &Self::Client) -> Api<Self>;

    /// Sends a call for its decoded answer alone.
    fn send<O: Operation>(call: Call<O, Self>) -> Result<O::Output, Error>;

    /// Sends a call for its answer with status and headers.
    fn respond<O: Operation>(call: Call<O, Self>) -> Result<Response<O::Output>, Error>;
}

impl Run for Async {
    const NAME: &'static str = "async";

    type Client = Client;

    fn api(client: &Client) -> Api<Self> {
        api!(client)
    }

    fn send<O: Operation>(call: Call<O, Self>) -> Result<O::Output, Error> {
        RUNTIME.block_on(async { call.await })
    }

    fn respond<O: Operation>(call: Call<O, Self>) -> Result<Response<O::Output>, Error> {
        RUNTIME.block_on(call.send_with_response())
    }
}

impl Run for Blocking {
    const NAME: &'static str = "blocking";

    type Client = blocking::Client;

    fn api(client: &blocking::Client) -> Api<Self> {
        api!(client)
    }

    fn send<O: Operation>(call: Call<O, Self>) -> Result<O::Output, Error> {
        call.send()
    }

    fn respond<O: Operation>(call: Call<O, Self>) -> Result<Response<O::Output>, Error> {
        call.send_with_response()
    }
}

/// How long an answer may take: where a model holds itself, Prism takes half a minute of the processor
/// to make one up.
pub const PATIENCE: Duration = Duration::from_secs(300);

/// A client that sends calls there and tries none again.
pub fn builder<M: Run>(url: &str) -> Builder<M::Client> {
    let builder = Builder::new().base_url(url).retry(RetryPolicy::none());
    builder.timeout(PATIENCE).attempt_timeout(PATIENCE)
}
