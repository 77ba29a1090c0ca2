use shared::pattern::{Environment, Growth};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::edit::{Edit, Field, Part};
use super::model::{Action, Model};
use super::props::ModelProps;
use super::refusal::{Why, describer};
use crate::selection::{self, value};

/// The rules of growth as they are offered: name, rule, and what it does.
const GROWTHS: [(&str, Growth, &str); 4] = [
    (
        "textbook",
        Growth::Textbook,
        "Exactly one bond that acts on an empty cell has its way; where more do, nothing grows.",
    ),
    (
        "revised",
        Growth::Revised,
        "As the textbook's; where 2, 3, or 6 and more bonds compete, a cell of the last type ends the quarrel. This grows the digits.",
    ),
    ("maximum", Growth::Maximum, "The largest value v around makes type v + 1, unless it is 5."),
    (
        "aged",
        Growth::Aged { age: 1 },
        "As the textbook's; a cell turns into type 4, C, at an age, and dies after it.",
    ),
];

/// Size, edges, steps and the two rules.
#[component]
pub fn Rule(props: &ModelProps) -> Html {
    let model = &props.model;
    let spec = model.spec();
    let growth = GROWTHS.iter().find(|(_, growth, _)| {
        std::mem::discriminant(growth) == std::mem::discriminant(&spec.growth)
    });
    let (chosen, _, gloss) = growth.expect("every rule is offered");
    let edit = |before: &'static str, edit: fn(String) -> Option<Edit>| {
        let dispatcher = model.dispatcher();
        Callback::from(move |event: Event| {
            if let Some(edit) = edit(selection::chosen(&event, before)) {
                dispatcher.dispatch(Action::Edit(edit));
            }
        })
    };
    let wrap = {
        let dispatcher = model.dispatcher();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            dispatcher.dispatch(Action::Edit(Edit::Wrap(input.checked())));
        })
    };
    let environment =
        if spec.environment == Environment::Textbook { "textbook" } else { "revised" };
    let option = |name: &'static str, text: &'static str, chosen: &str| {
        html! { <option value={name} selected={name == chosen}>{ text }</option> }
    };
    html! {
        <section class="rule" aria-label="Rules">
            <h2>{ "The law of growth" }</h2>
            <div class="fields">
                <label>
                    <span class="label">{ "Growth" }</span>
                    <select
                        id="growth"
                        ~value={value(chosen)}
                        aria-describedby={describer(Part::Rule)}
                        onchange={edit(chosen, to_growth)}
                    >
                        { for GROWTHS.iter().map(|(name, ..)| option(name, name, chosen)) }
                    </select>
                </label>
                if matches!(spec.growth, Growth::Aged { .. }) {
                    { number(model, Field::Age, "Age") }
                }
                <label>
                    <span class="label">{ "Neighbours by" }</span>
                    <select
                        id="environment"
                        ~value={value(environment)}
                        aria-describedby={describer(Part::Rule)}
                        onchange={edit(environment, to_environment)}
                    >
                        { option("revised", "the paper", environment) }
                        { option("textbook", "the textbook", environment) }
                    </select>
                </label>
                { number(model, Field::Width, "Columns") }
                { number(model, Field::Height, "Rows") }
                { number(model, Field::Steps, "Steps") }
                <label class="check">
                    <input type="checkbox" id="wrap" checked={spec.lattice.wrap} onchange={wrap} />
                    { "opposite edges meet" }
                </label>
            </div>
            <p class="caption">{ *gloss }</p>
            <Why part={Part::Rule} refusal={model.refusal(Part::Rule).cloned()} />
        </section>
    }
}

fn to_growth(name: String) -> Option<Edit> {
    GROWTHS.iter().find(|(known, ..)| *known == name).map(|(_, growth, _)| Edit::Growth(*growth))
}

fn to_environment(name: String) -> Option<Edit> {
    match name.as_str() {
        "revised" => Some(Edit::Environment(Environment::Revised)),
        "textbook" => Some(Edit::Environment(Environment::Textbook)),
        _ => None,
    }
}

fn number(model: &UseReducerHandle<Model>, field: Field, name: &'static str) -> Html {
    html! {
        <label>
            <span class="label">{ name }</span>
            { input(model, field, name.to_owned()) }
        </label>
    }
}

/// A number that can be typed. What is refused stays in it, marked, until something else is typed.
pub fn input(model: &UseReducerHandle<Model>, field: Field, label: String) -> Html {
    let dispatcher = model.dispatcher();
    let onchange = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        dispatcher.dispatch(Action::Type(field, input.value()));
    });
    html! {
        <input
            type="text"
            inputmode="numeric"
            autocomplete="off"
            size="2"
            value={model.text(field)}
            aria-label={label}
            aria-invalid={model.is_refused(field).then_some("true")}
            aria-describedby={model.is_refused(field).then(|| describer(field.part()))}
            {onchange}
        />
    }
}
