use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`Slider`].
#[derive(Properties, PartialEq)]
pub struct SliderProps {
    /// Its id, by which a label names it.
    pub id: AttrValue,
    /// Its name, where no label says it.
    #[prop_or_default]
    pub name: Option<AttrValue>,
    /// The least value.
    pub least: i32,
    /// The greatest value.
    pub most: i32,
    /// How far apart the values in between are.
    #[prop_or(1)]
    pub step: i32,
    /// The value.
    pub value: i32,
    /// The value in words.
    pub says: AttrValue,
    /// Whether there is nothing to set.
    #[prop_or_default]
    pub disabled: bool,
    /// The id of what else there is to say about it.
    #[prop_or_default]
    pub described_by: Option<AttrValue>,
    /// Whether each press of a key begins a change, too.
    #[prop_or(true)]
    pub keys_begin: bool,
    /// Told the value that is set, and whether that begins a change: the rest of a drag does not.
    pub set: Callback<(i32, bool)>,
}

/// Sets a number. A drag from one end to the other is one change.
#[component]
pub fn Slider(props: &SliderProps) -> Html {
    // Whether what comes next begins a change.
    let begins = use_mut_ref(|| props.keys_begin);
    let oninput = {
        let (begins, value) = (begins.clone(), props.value);
        props.set.reform(move |event: InputEvent| {
            let slider: HtmlInputElement = event.target_unchecked_into();
            (slider.value().parse().unwrap_or(value), begins.replace(false))
        })
    };
    let onpointerdown = {
        let begins = begins.clone();
        Callback::from(move |_: PointerEvent| *begins.borrow_mut() = true)
    };
    let keys_begin = props.keys_begin;
    let onchange = Callback::from(move |_: Event| *begins.borrow_mut() = keys_begin);
    html! {
        <input
            id={&props.id}
            type="range"
            min={props.least.to_string()}
            max={props.most.to_string()}
            step={props.step.to_string()}
            value={props.value.to_string()}
            aria-label={props.name.clone()}
            aria-valuetext={&props.says}
            aria-describedby={&props.described_by}
            disabled={props.disabled}
            {onpointerdown}
            {oninput}
            {onchange}
        />
    }
}
