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

/// Properties of parts that need what has grown, too.
#[derive(Properties, PartialEq, Clone)]
pub struct SceneProps {
    /// The page.
    pub model: UseReducerHandle<Model>,
    /// What has grown.
    pub scene: Rc<Scene>,
}
