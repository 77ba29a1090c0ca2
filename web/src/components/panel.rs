use yew::prelude::*;

/// Properties of [`Panel`].
#[derive(Properties, PartialEq)]
pub struct PanelProps {
    /// What the panel shows.
    pub title: AttrValue,
    /// Further classes.
    #[prop_or_default]
    pub class: Classes,
    /// What is in it.
    pub children: Html,
}

/// A lattice under its title.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    html! {
        <figure class={classes!("panel", props.class.clone())}>
            <figcaption>
                <h2>{ &props.title }</h2>
            </figcaption>
            { props.children.clone() }
        </figure>
    }
}
