//! What changed of what an operation is given: parameters and body.

use super::version::Version;
use super::{Changes, code, standing, written};
use crate::ir::{self, Content, Docs, Limits};
use crate::plan::bodies::Body;
use crate::plan::parameters::{Parameter, Place};

/// A parameter or the body, as the caller meets it.
struct Argument {
    /// The name of the argument or the setter.
    name: String,
    ty: String,
    required: bool,
    docs: Docs,
    limits: Limits,
    /// How it is sent.
    wire: String,
    /// The method of the operation's mock that asks for a value of it.
    mock: Option<String>,
}

/// What one operation is given.
pub(super) fn compare(
    (old, before): (&Version<'_>, usize),
    (new, now): (&Version<'_>, usize),
    name: &str,
    changes: &mut Changes,
) {
    let (before, now) = (arguments(old, before), arguments(new, now));
    let partners: Vec<Option<usize>> = partners(&before, &now);
    let mut broken = false;
    for (index, (_, argument)) in before.iter().enumerate() {
        if !partners.contains(&Some(index)) {
            broken |= argument.required;
            let (what, argument) = (what(argument), code(&argument.name));
            changes.breaking(
                name,
                format!("{} no longer has the {what} {argument}.", code(name)),
            );
        }
    }
    for ((_, argument), partner) in now.iter().zip(&partners) {
        match partner {
            Some(partner) => broken |= pair(&before[*partner].1, argument, name, changes),
            None => broken |= added(argument, name, changes),
        }
    }
    if !broken {
        order(&before, &now, &partners, name, changes);
    }
}

/// Every argument of an operation with what tells it from the others.
fn arguments(version: &Version<'_>, index: usize) -> Vec<((Option<Place>, String), Argument)> {
    let operation = &version.api.operations[index];
    let planned = &version.plan.operations[index].parameters;
    let parameters = operation.parameters.iter().zip(planned);
    let mut arguments: Vec<_> = parameters
        .map(|(parameter, planned)| {
            let key = (Some(planned.place), planned.wire.clone());
            (key, of_parameter(parameter, planned))
        })
        .collect();
    let planned = version.plan.operations[index].body.as_ref();
    let body = operation.body.as_ref().zip(planned);
    let body = body.map(|(body, planned)| of_body(body, planned));
    arguments.extend(body.map(|body| ((None, String::new()), body)));
    arguments
}

fn of_parameter(parameter: &ir::Parameter, planned: &Parameter) -> Argument {
    let place = match planned.place {
        Place::Path => "the path",
        Place::Query => "the query",
        Place::Header => "a header",
        Place::Cookie => "a cookie",
    };
    let mut style = format!("{:?}", planned.style).to_lowercase();
    if planned.explode {
        style.push_str(", exploded");
    }
    if planned.allow_reserved {
        style.push_str(", reserved characters as they are");
    }
    Argument {
        name: planned.name.plain().to_owned(),
        ty: written(&planned.argument),
        required: planned.required,
        docs: parameter.docs.clone(),
        limits: parameter.limits.clone(),
        wire: format!("{} in {place} ({style})", code(&planned.wire)),
        mock: planned.mock.as_ref().map(|mock| mock.plain().to_owned()),
    }
}

fn of_body(body: &ir::Body, planned: &Body) -> Argument {
    let forms = body.forms.iter().map(|form| {
        let mut wire = code(&form.media_type);
        if let Content::Multipart(parts) = &form.content {
            let parts = parts.iter().map(|part| match part.required {
                true => code(&part.name),
                false => format!("{} (optional)", code(&part.name)),
            });
            wire.push_str(&format!(" of {}", parts.collect::<Vec<_>>().join(", ")));
        }
        wire
    });
    let wire = forms.collect::<Vec<_>>().join(" or ");
    Argument {
        name: planned.name.plain().to_owned(),
        ty: written(planned.argument()),
        required: planned.required,
        docs: body.docs.clone(),
        limits: Limits::default(),
        wire,
        mock: None,
    }
}

/// For every new argument the old one that it was: the same on the wire, or the same in code.
fn partners<K: PartialEq>(before: &[(K, Argument)], now: &[(K, Argument)]) -> Vec<Option<usize>> {
    let mut partners: Vec<Option<usize>> = now
        .iter()
        .map(|(key, _)| before.iter().position(|(other, _)| other == key))
        .collect();
    for (index, (_, argument)) in now.iter().enumerate() {
        if partners[index].is_none() {
            let found = before
                .iter()
                .position(|(_, other)| other.name == argument.name);
            partners[index] = found.filter(|found| !partners.contains(&Some(*found)));
        }
    }
    partners
}

/// Whether the list of arguments is another one comes out.
fn added(argument: &Argument, name: &str, changes: &mut Changes) -> bool {
    let (of, what) = (
        code(name),
        code(format!("{}: {}", argument.name, argument.ty)),
    );
    match argument.required {
        true => changes.breaking(name, format!("{of} has a new argument, {what}.")),
        false => changes.addition(name, format!("{of} has a new setter, {what}.")),
    }
    argument.required
}

/// Whether the list of arguments is another one comes out.
fn pair(before: &Argument, now: &Argument, name: &str, changes: &mut Changes) -> bool {
    let of = code(name);
    let argument = code(&now.name);
    let mut broken = false;
    if before.required != now.required {
        let (before, after) = (what(before), what(now));
        changes.breaking(
            name,
            format!(
                "{argument} of {of} is {} {after} now, instead of {} {before}.",
                an(after),
                an(before)
            ),
        );
        broken = true;
    } else if before.name != now.name {
        let what = what(now);
        let text = format!(
            "The {what} {} of {of} is called {argument} now.",
            code(&before.name)
        );
        // An argument's name is for readers; a setter's is called.
        match now.required {
            true => changes.fix(name, text),
            false => changes.breaking(name, text),
        }
    }
    if before.ty != now.ty {
        let (before, after) = (code(&before.ty), code(&now.ty));
        changes.breaking(
            name,
            format!("{argument} of {of} is {after} now, instead of {before}."),
        );
        broken = true;
    }
    if before.wire != now.wire {
        changes.fix(
            name,
            format!(
                "{argument} of {of} is sent as {} now, instead of {}.",
                now.wire, before.wire
            ),
        );
    }
    mock(before, now, name, changes);
    let whole = format!("{name}({})", now.name);
    notes(
        (&before.docs, &before.limits),
        (&now.docs, &now.limits),
        &whole,
        changes,
    );
    broken
}

/// The method of the operation's mock.
fn mock(before: &Argument, now: &Argument, name: &str, changes: &mut Changes) {
    let of = code(name);
    match (&before.mock, &now.mock) {
        (Some(method), None) => changes.breaking(
            name,
            format!("Mocks of {of} no longer have the method {}.", code(method)),
        ),
        (None, Some(method)) => changes.addition(
            name,
            format!("Mocks of {of} have a new method, {}.", code(method)),
        ),
        (Some(before), Some(now)) if before != now => {
            let (before, now) = (code(before), code(now));
            changes.breaking(
                name,
                format!("The method {before} of mocks of {of} is called {now} now."),
            );
        }
        _ => {}
    }
}

/// Default, limits, deprecation and texts of an argument or a member.
pub(super) fn notes(
    (before, before_limits): (&Docs, &Limits),
    (now, now_limits): (&Docs, &Limits),
    name: &str,
    changes: &mut Changes,
) {
    if before.default != now.default {
        let text = |docs: &Docs| {
            let default = docs.default.as_ref();
            default.map_or("nothing".to_owned(), |default| code(default.to_string()))
        };
        let (after, before) = (text(now), text(before));
        changes.fix(
            name,
            format!(
                "The default of {} is {after} now, instead of {before}.",
                code(name)
            ),
        );
    }
    if before_limits != now_limits {
        changes.fix(name, format!("{} has other limits.", code(name)));
    }
    standing::deprecation(before, now, name, changes);
    standing::docs(before, now, name, changes);
}

/// Arguments that are the same and changed places.
fn order<K>(
    before: &[(K, Argument)],
    now: &[(K, Argument)],
    partners: &[Option<usize>],
    name: &str,
    changes: &mut Changes,
) {
    let required = now
        .iter()
        .zip(partners)
        .filter(|((_, argument), _)| argument.required);
    let places: Vec<usize> = required
        .clone()
        .filter_map(|(_, partner)| *partner)
        .filter(|partner| before[*partner].1.required)
        .collect();
    if !places.is_sorted() {
        let names: Vec<&str> = required
            .map(|((_, argument), _)| argument.name.as_str())
            .collect();
        let list = code(format!("({})", names.join(", ")));
        changes.breaking(
            name,
            format!("The arguments of {} changed places: {list}.", code(name)),
        );
    }
}

fn what(argument: &Argument) -> &'static str {
    match argument.required {
        true => "argument",
        false => "setter",
    }
}

fn an(word: &str) -> &'static str {
    match word {
        "argument" => "an",
        _ => "a",
    }
}
