//! What holds for every model and every operation of a crate. In: where its runtime and a client
//! are; out: a visitor that checks what it is shown.

use serde_json::Value;

/// The visitor `Every` for one runtime. Two crates have two of everything, so it is a macro.
macro_rules! every {
    ($runtime:path, $client:path) => {
        use $client as Client;
        use $runtime as runtime;

        use runtime::operation::Operation;
        use runtime::testing::{
            Example, FakeAnswer, FakeTransport, Mockable, ModelVisitor, OperationVisitor, mock,
        };
        use runtime::wire::parameter::Parameter;

        /// Checks each model and each operation, and counts them.
        pub(crate) struct Every {
            /// What is visited, for messages.
            pub(crate) what: &'static str,
            pub(crate) models: usize,
            pub(crate) operations: usize,
            run: tokio::runtime::Runtime,
        }

        impl Every {
            pub(crate) fn of(what: &'static str) -> Self {
                Self {
                    what,
                    models: 0,
                    operations: 0,
                    run: tokio::runtime::Runtime::new().unwrap(),
                }
            }

            /// Calls an operation, with something in each place of its path.
            fn call<O: Operation>(&self, fake: &FakeTransport) -> O::Output {
                let client = client(fake);
                let mut call = client.call::<O>().with_no_auth();
                for part in O::INFO.path.split('{').skip(1) {
                    let name = part.split('}').next().unwrap();
                    call.request.parameter(&Parameter::path(name), "one");
                }
                let result = self.run.block_on(call.send());
                result.unwrap_or_else(|error| panic!("{}: {error}", self.what))
            }
        }

        fn client(fake: &FakeTransport) -> Client {
            Client::builder()
                .base_url("http://localhost")
                .transport(fake.clone())
                .build()
                .unwrap()
        }

        impl ModelVisitor for Every {
            fn visit<T: Example>(&mut self) {
                let name = format!("{}: {}", self.what, T::NAME);
                let value: T = runtime::model::example::example();
                let shown = format!("{value:?}");
                let strange = ["Unknown(", "Unrecognized("];
                assert!(
                    !strange.iter().any(|one| shown.contains(one)),
                    "{name}: {shown}"
                );

                let answer = FakeAnswer::json(200, &value);
                let fake = FakeTransport::new().answer("request", answer);
                let call = client(&fake).request(http::Method::GET, "/").with_no_auth();
                let written = self.run.block_on(call.into_bytes()).unwrap();
                let read: T = serde_json::from_slice(&written).unwrap();
                assert_eq!(read, value, "{name}");
                crate::every::same_json(&name, T::JSON, &written);
                let mut lost = runtime::model::example::lost_alternatives::<T>();
                lost.retain(|one| !crate::every::FITS_BOTH.contains(&one.as_str()));
                assert!(lost.is_empty(), "{name}: {lost:#?}");
                self.models += 1;
            }
        }

        impl OperationVisitor for Every {
            fn visit<O: Mockable>(&mut self) {
                self.operations += 1;
                let fake = FakeTransport::new().mount(mock::<O>().answers_example().times(1));
                let output = self.call::<O>(&fake);
                fake.verify();
                assert_eq!(fake.calls::<O>().len(), 1);

                let value = O::answer(&output);
                let fake = FakeTransport::new().mount(mock::<O>().answers(output));
                let again = self.call::<O>(&fake);
                let fake = FakeTransport::new().mount(mock::<O>().replies(value));
                assert_eq!(
                    self.call::<O>(&fake),
                    again,
                    "{}: {}",
                    self.what,
                    O::INFO.id
                );
            }
        }
    };
}

/// Examples that an earlier alternative describes just as well: nothing tells them apart.
pub(crate) const FITS_BOTH: [&str; 1] = [r#"Note::Long is read as Short: {"a":1}"#];

/// Everything that the example has is written again.
pub(crate) fn same_json(name: &str, example: &str, written: &[u8]) {
    let example: Value = serde_json::from_str(example).unwrap();
    let written: Value = serde_json::from_slice(written).unwrap();
    assert_eq!(plain(&example), plain(&written), "{name}");
}

/// JSON in which 1 and 1.0 are the same, and null and nothing.
fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) => Value::from(number.as_f64()),
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(members) => {
            let there = members.iter().filter(|(_, one)| !one.is_null());
            let plain = there.map(|(name, one)| (name.clone(), plain(one)));
            Value::Object(plain.collect())
        }
        other => other.clone(),
    }
}
