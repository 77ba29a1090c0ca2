use std::rc::Rc;

use yew::prelude::*;

use super::model::Model;
use super::scene::Scene;

/// Properties of parts that need the page alone.
#[derive(Properties, PartialEq, Clone)]
pub struct ModelProps {
    /// The page.
    pub model: UseReducerHandle<Model>,
}

/// Properties of the stage and of the panels beside it.
#[derive(Properties, PartialEq, Clone)]
pub struct SceneProps {
    /// The page.
    pub model: UseReducerHandle<Model>,
    /// The digit.
    pub scene: Rc<Scene>,
}
