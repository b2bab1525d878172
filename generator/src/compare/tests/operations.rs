//! Changes of operations: what they are given, what they yield, who may call them.

use super::{changes, document, operation, told};

#[test]
fn operations_come_and_go() {
    let with = operation("");
    let without = document(
        "paths: {/a: {get: {operationId: a, tags: [Chat], responses: {'200': {description: ok}}}}}",
    );
    let both = document(
        "paths: {/a: {get: {operationId: a, tags: [Chat], responses: {'200': {description: ok}}}}, \
         /rooms: {post: {operationId: addRoom, tags: [Chat], responses: {'200': {description: ok}}}}}",
    );
    told(
        &without,
        &both,
        &["Addition: New: `Chat::add_room` (`POST /rooms`)."],
    );
    told(&both, &with, &["Breaking: `Chat::a` (`GET /a`) is gone."]);
}

#[test]
fn operations_change_their_names_and_places() {
    let old = operation("");
    told(
        &old,
        &old.replace("addRoom", "createRoom"),
        &["Breaking: `Chat::add_room` is called `Chat::create_room` now."],
    );
    told(
        &old,
        &old.replace("/rooms", "/v2/rooms"),
        &["Fix: `Chat::add_room` calls `POST /v2/rooms` now, instead of `POST /rooms`."],
    );
    told(
        &old,
        &old.replace("[Chat]", "[Messaging]"),
        &[
            "Breaking: `Client::chat` is gone, and with it the feature `chat`.",
            "Addition: New: `Client::messaging`, with the feature `messaging`.",
            "Breaking: `Chat::add_room` is called `Messaging::add_room` now.",
        ],
    );
}

#[test]
fn operations_change_their_standing() {
    let holds = |lines: &[String], part: &str| {
        assert!(lines.iter().any(|line| line.contains(part)), "{lines:?}");
    };
    let plain = operation("");
    let text = changes(&plain, &operation("x-preview: true"));
    holds(&text, "`Chat::add_room` is preview now");
    holds(&text, "Addition: New: the feature `preview`.");
    let text = changes(&operation("x-preview: true"), &plain);
    holds(&text, "no longer preview");
    holds(&text, "Breaking: The feature `preview` is gone");
    let text = changes(
        &plain,
        &operation("deprecated: true, x-replacement: GET /b"),
    );
    holds(&text, "`Chat::add_room` is deprecated: use GET /b.");
    let text = changes(&operation("deprecated: true"), &plain);
    holds(&text, "no longer deprecated");
    holds(&text, "Breaking: The feature `deprecated` is gone");
    let gone = operation("x-retired: {since: '2023-11', replacement: GET /b}");
    let text = changes(&plain, &gone);
    holds(
        &text,
        "`Chat::add_room` is gone from the service since 2023-11: use GET /b.",
    );
    holds(
        &text,
        "Breaking: `Chat::add_room` needs `chat and client and retired` now",
    );
    holds(&text, "Addition: New: the feature `retired`.");
    let text = changes(&gone, &plain);
    holds(&text, "no longer retired");
    holds(&text, "Breaking: The feature `retired` is gone");
}

#[test]
fn parameters() {
    let with = |parameter: &str| operation(&format!("parameters: [{{{parameter}}}]"));
    let plain = operation("");
    let optional = "name: size, in: query, schema: {type: integer, format: int32}";
    let required = format!("{optional}, required: true");
    told(
        &plain,
        &with(optional),
        &["Addition: `Chat::add_room` has a new setter, `size: i32`."],
    );
    told(
        &plain,
        &with(&required),
        &["Breaking: `Chat::add_room` has a new argument, `size: i32`."],
    );
    told(
        &with(optional),
        &plain,
        &["Breaking: `Chat::add_room` no longer has the setter `size`."],
    );
    told(
        &with(optional),
        &with(&required),
        &["Breaking: `size` of `Chat::add_room` is an argument now, instead of a setter."],
    );
    told(
        &with(&required),
        &with(optional),
        &["Breaking: `size` of `Chat::add_room` is a setter now, instead of an argument."],
    );
    told(
        &with(optional),
        &with(&optional.replace("int32", "int64")),
        &["Breaking: `size` of `Chat::add_room` is `i64` now, instead of `i32`."],
    );
    told(
        &with(optional),
        &with(&format!("{optional}, x-rust-name: count")),
        &[
            "Breaking: The setter `size` of `Chat::add_room` is called `count` now.",
            "Breaking: The method `size` of mocks of `Chat::add_room` is called `count` now.",
        ],
    );
    told(
        &with(&required),
        &with(&format!("{required}, x-rust-name: count")),
        &[
            "Fix: The argument `size` of `Chat::add_room` is called `count` now.",
            "Breaking: The method `size` of mocks of `Chat::add_room` is called `count` now.",
        ],
    );
    told(
        &with(optional),
        &with(&optional.replace("query", "header")),
        &[
            "Fix: `size` of `Chat::add_room` is sent as `size` in a header (simple) now, instead of `size` in the query (form, exploded).",
            "Breaking: Mocks of `Chat::add_room` no longer have the method `size`.",
        ],
    );
    told(
        &with(&optional.replace("int32", "int32, default: 25")),
        &with(&optional.replace("int32", "int32, default: 50")),
        &["Fix: The default of `Chat::add_room(size)` is `50` now, instead of `25`."],
    );
    told(
        &with(optional),
        &with(&optional.replace("int32", "int32, maximum: 9")),
        &[
            "Fix: `Chat::add_room(size)` has other limits.",
            "Addition: New: the feature `validate`.",
        ],
    );
    told(
        &with(&optional.replace("int32", "int32, maximum: 8")),
        &with(&optional.replace("int32", "int32, maximum: 9")),
        &["Fix: `Chat::add_room(size)` has other limits."],
    );
    told(
        &with(optional),
        &with(&format!("{optional}, description: How many.")),
        &["Fix: Documentation changed: `Chat::add_room(size)`."],
    );
}

#[test]
fn arguments_that_change_places_break_code() {
    let with = |first: &str, second: &str| {
        operation(&format!(
            "parameters: [{{name: {first}, in: query, required: true, schema: {{type: string}}}}, \
             {{name: {second}, in: query, required: true, schema: {{type: string}}}}]"
        ))
    };
    told(
        &with("a", "b"),
        &with("b", "a"),
        &["Breaking: The arguments of `Chat::add_room` changed places: `(b, a)`."],
    );
}

#[test]
fn bodies() {
    let with = |media_type: &str, rest: &str| {
        let schema = "schema: {type: object, properties: {a: {type: string}}}";
        operation(&format!(
            "requestBody: {{content: {{{media_type}: {{{schema}}}}}{rest}}}"
        ))
    };
    let optional = with("application/json", "");
    told(
        &operation(""),
        &with("text/plain", ""),
        &["Addition: `Chat::add_room` has a new setter, `body: impl Into<String>`."],
    );
    told(
        &optional,
        &with("application/json", ", required: true"),
        &["Breaking: `body` of `Chat::add_room` is an argument now, instead of a setter."],
    );
    told(
        &optional,
        &with("application/merge-patch+json", ""),
        &[
            "Fix: `body` of `Chat::add_room` is sent as `application/merge-patch+json` now, instead of `application/json`.",
        ],
    );
    let parts = |part: &str| {
        operation(&format!(
            "requestBody: {{content: {{multipart/form-data: {{schema: {{type: object, properties: {{{part}}}}}}}}}}}"
        ))
    };
    told(
        &parts("a: {type: string}"),
        &parts("a: {type: string}, b: {type: string}"),
        &[
            "Fix: `body` of `Chat::add_room` is sent as `multipart/form-data` of `a` (optional), `b` (optional) now, instead of `multipart/form-data` of `a` (optional).",
            "Addition: New: `AddRoomForm::b`.",
        ],
    );
}

#[test]
fn answers() {
    let json = |status: &str, schema: &str| {
        format!(
            "'{status}': {{description: ok, content: {{application/json: {{schema: {schema}}}}}}}"
        )
    };
    let with = |responses: &str| operation(&format!("responses: {{{responses}}}"));
    let text = json("200", "{type: string}");
    told(
        &with(&text),
        &with(&json("200", "{type: array, items: {type: string}}")),
        &["Breaking: `Chat::add_room` yields `Vec<String>` now, instead of `String`."],
    );
    let refused = json("400", "{type: string}");
    told(
        &with(&text),
        &with(&format!("{text}, {refused}")),
        &[
            "Addition: The error answers of `Chat::add_room` have a type, `String`.",
            "Fix: Documentation changed: `Chat::add_room`.",
        ],
    );
    told(
        &with(&format!("{text}, {refused}")),
        &with(&format!("{text}, {}", json("400", "{type: boolean}"))),
        &["Breaking: The error answers of `Chat::add_room` are `bool` now, instead of `String`."],
    );
    let several = format!("{text}, {}", json("201", "{type: boolean}"));
    told(
        &with(&several),
        &with(&format!("{several}, {}", json("202", "{type: integer}"))),
        &[
            "Addition: New answer `Accepted(i64)` of `AddRoomOutput`.",
            "Fix: Documentation changed: `Chat::add_room`.",
        ],
    );
}

#[test]
fn pages() {
    let with = |paging: &str| {
        operation(&format!(
            "{paging} parameters: [{{name: page, in: query, schema: {{type: integer}}}}], \
             responses: {{'200': {{description: ok, content: {{application/json: {{schema: \
             {{type: object, properties: {{items: {{type: array, items: {{type: string}}}}}}}}}}}}}}}}"
        ))
    };
    let paged = |first: u8| {
        with(&format!(
            "x-pagination: {{style: pageNumber, parameter: page, first: {first}, items: items}},"
        ))
    };
    let found = changes(&with(""), &paged(1));
    assert_eq!(
        found,
        [
            "Addition: `Chat::add_room` has `pages` and `items`, of `String`.",
            "Addition: New: `runtime::page`."
        ]
    );
    assert!(
        changes(&paged(1), &with(""))[0].starts_with("Breaking: `Chat::add_room` no longer has")
    );
    told(
        &paged(1),
        &paged(0),
        &["Fix: The pages of `Chat::add_room` are walked in another way."],
    );
}

#[test]
fn permissions_and_security() {
    told(
        &operation("x-permissions: {type: ANY, permissions: [a]}"),
        &operation("x-permissions: {type: ALL, permissions: [a, b]}"),
        &["Fix: `Chat::add_room` needs all of `a`, `b` now, instead of `a`."],
    );
    let with = |schemes: &str| {
        let operation = operation("security: [{one: []}]");
        operation.replace(
            "paths:",
            &format!("components: {{securitySchemes: {{{schemes}}}}}, paths:"),
        )
    };
    let bearer = "one: {type: http, scheme: bearer}";
    let key = "two: {type: apiKey, in: header, name: Key}";
    told(
        &with(bearer),
        &with(&format!("{bearer}, {key}")),
        &["Addition: New security scheme `two`: a key in `Key`, set by `ClientBuilder::two`."],
    );
    told(
        &with(&format!("{bearer}, {key}")),
        &with(bearer),
        &["Breaking: The security scheme `two` is gone, and with it `ClientBuilder::two`."],
    );
    told(
        &with(bearer),
        &with(bearer).replace("{one: []}", "{one: []}, {}"),
        &["Fix: `Chat::add_room` authenticates with `one` or nothing now, instead of `one`."],
    );
}

#[test]
fn servers() {
    let with =
        |servers: &str| operation("").replace("paths:", &format!("servers: [{servers}], paths:"));
    let one = "{url: 'https://one.test', description: One}";
    let two = "{url: 'https://two.test', description: Two}";
    let both = with(&format!("{one}, {two}"));
    told(
        &with(one),
        &both,
        &["Addition: New server `Two` (`https://two.test`)."],
    );
    told(
        &both,
        &with(one),
        &["Breaking: The server `Two` (`https://two.test`) is gone."],
    );
    told(
        &with(one),
        &with(&one.replace("one.test", "new.test")),
        &["Fix: The server `One` is at `https://new.test` now, instead of `https://one.test`."],
    );
}

#[test]
fn variables_of_servers() {
    let with = |variables: &str| {
        let server = format!("{{url: 'https://{{a}}{{b}}.test', variables: {{{variables}}}}}");
        operation("").replace("paths:", &format!("servers: [{server}], paths:"))
    };
    let open = with("a: {default: x}, b: {default: y}");
    told(
        &open,
        &with("a: {default: z}, b: {default: y, enum: [y, z]}"),
        &[
            "Fix: The server `Default` is at `https://zy.test` now, instead of `https://xy.test`.",
            "Fix: The variable `a` of the server `Default` is `z` unless it is set, instead of `x`.",
            "Fix: The variable `b` of the server `Default` can only be `y`, `z` now.",
        ],
    );
    told(
        &with("a: {default: x, enum: [x, y]}, b: {default: y, enum: [y]}"),
        &with("a: {default: x, enum: [x, z]}, b: {default: y}"),
        &[
            "Fix: The variable `a` of the server `Default` can no longer be `y`.",
            "Fix: The variable `a` of the server `Default` can be `z`, too.",
            "Fix: The variable `b` of the server `Default` can be anything now.",
        ],
    );
    told(
        &with("a: {default: x}"),
        &with("b: {default: y}"),
        &[
            "Fix: The server `Default` is at `https://{a}y.test` now, instead of `https://x{b}.test`.",
            "Fix: The variable `a` of the server `Default` is gone.",
            "Fix: The server `Default` has the new variable `b`.",
        ],
    );
}
