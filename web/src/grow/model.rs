//! What the laboratory knows, and how actions change it.

mod actions;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use shared::pattern::{Orientation, Seed, Spec, Type};

use super::display::Display;
use super::edit::{Edit, Field, Part};
use super::limits::Refusal;
use super::view::{View, place};
use crate::address::Choices;
use crate::hint::Hint;

/// Edits that can be taken back.
const KEPT: usize = 200;

/// Type and orientation in hand at the start.
const FIRST: (Type, Orientation) = (Type::new(1), Orientation::new(0));

/// What the page knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// What it shows.
    pub view: View,
    /// The step that growth has come to by itself; none while it stands still.
    pub playing: Option<u32>,
    /// What a click on the lattice does.
    pub tool: Tool,
    /// Type and orientation of the next seed.
    pub hand: (Type, Orientation),
    /// The edit that was refused last.
    pub refused: Option<Refused>,
    /// Sentences about what in the address could not be used.
    pub hints: Vec<Hint>,
    /// The choices that were made.
    pub choices: Choices,
    /// Whether anything may move by itself.
    motion: bool,
    /// Whether a pointer is down, and has changed something since.
    drag: Option<bool>,
    /// Whether the pointer that is down has made a choice: its press and its drag are one.
    has_chosen: bool,
    past: Vec<Rc<Spec>>,
    future: Vec<Rc<Spec>>,
}

/// What a click on the lattice does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// It plants a seed, or picks one up.
    Plant,
    /// It chooses a site to look at.
    Look,
}

/// An edit that was refused.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// Where it was made.
    pub part: Part,
    /// The field and its text, if one was typed.
    pub typed: Option<(Field, String)>,
    /// Why.
    pub why: Refusal,
}

/// What can happen to the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// A preset is chosen, by its index.
    Preset(usize),
    /// Something is changed.
    Edit(Edit),
    /// A number is typed.
    Type(Field, String),
    /// A file was opened, or was not.
    Opened(Result<Box<Spec>, Refusal>),
    /// A pointer goes down on a site.
    Press(usize),
    /// It has come to another site.
    Drag(usize),
    /// It goes up.
    Release,
    /// Another tool is taken.
    Tool(Tool),
    /// A type for the chosen seed and the next one.
    Kind(Type),
    /// An orientation for them; the flag says whether it is part of a drag.
    Point(Orientation, bool),
    /// The same by so many orientations.
    Turn(i32),
    /// A site is chosen, or none.
    Pick(Option<usize>),
    /// The chosen site moves by so many columns and rows.
    Walk(i32, i32),
    /// A seed is planted at the chosen site.
    PlantHere,
    /// The seed at the chosen site is taken away.
    RemoveHere,
    /// Cells are drawn in another way.
    Display(Display),
    /// Growth starts, from the beginning where it has come to its end, or pauses.
    Toggle,
    /// A step is chosen; the flag says whether that begins a change, which the rest of a drag does not.
    Seek(u32, bool),
    /// Growth goes some steps on, or back.
    Step(i32),
    /// It is time for the next step.
    Tick,
    /// The last edit is taken back.
    Undo,
    /// What was taken back is done again.
    Redo,
    /// The address has changed.
    Address(String),
    /// Things may move by themselves from now on, or may not.
    Motion(bool),
}

impl Model {
    /// The page of an address, growing where it may move.
    pub fn new(fragment: &str, motion: bool) -> Self {
        let (view, hints) = View::from_fragment(fragment);
        let playing = (motion && view.step.is_none() && view.spec.steps > 0).then_some(0);
        let (refused, drag, has_chosen) = (None, None, false);
        let (past, future) = (Vec::new(), Vec::new());
        let (tool, hand) = (Tool::Plant, FIRST);
        let choices = Choices::default();
        let mut model = Self {
            view,
            playing,
            tool,
            hand,
            refused,
            hints,
            choices,
            motion,
            drag,
            has_chosen,
            past,
            future,
        };
        model.fit();
        model
    }

    /// The system, its seeds and steps.
    pub fn spec(&self) -> &Rc<Spec> {
        &self.view.spec
    }

    /// The step on the stage.
    pub fn step(&self) -> u32 {
        self.playing.or(self.view.step).unwrap_or(u32::MAX).min(self.spec().steps)
    }

    /// The seed at the chosen site.
    pub fn seed(&self) -> Option<Seed> {
        self.view.site.and_then(|site| self.seed_at(site))
    }

    /// Type and orientation of the chosen seed, or else of the next one.
    pub fn kind(&self) -> (Type, Orientation) {
        self.seed().map_or(self.hand, |seed| (seed.r#type, seed.orientation))
    }

    /// Whether there is an edit to take back.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is one to do again.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Why the last edit was refused, if it was made there.
    pub fn refusal(&self, part: Part) -> Option<&Refusal> {
        self.refused.as_ref().filter(|refused| refused.part == part).map(|refused| &refused.why)
    }

    /// What a field shows: what was typed last, even if it was refused, or what the system has.
    pub fn text(&self, field: Field) -> String {
        let typed = self.refused.as_ref().and_then(|refused| refused.typed.as_ref());
        typed
            .filter(|(typed, _)| *typed == field)
            .map_or_else(|| field.number(self.spec()).to_string(), |(_, text)| text.clone())
    }

    /// Whether what the field shows was refused.
    pub fn is_refused(&self, field: Field) -> bool {
        let refused = self.refused.as_ref().and_then(|refused| refused.typed.as_ref());
        refused.is_some_and(|(typed, _)| *typed == field)
    }

    /// The last of the seeds there, which is the one that grows.
    fn seed_at(&self, site: usize) -> Option<Seed> {
        let here = place(site, self.spec());
        self.spec().seeds.iter().rfind(|seed| (seed.x, seed.y) == here).copied()
    }

    /// A seed of the kind in hand.
    fn new_seed(&self, site: usize) -> Seed {
        let ((x, y), (r#type, orientation)) = (place(site, self.spec()), self.hand);
        Seed { x, y, r#type, orientation }
    }

    /// Changes the system, and remembers what it was unless this goes on with a drag.
    fn edit(&mut self, edit: Edit, drags: bool) {
        let part = edit.part();
        match edit.apply(self.spec()) {
            Ok(spec) => self.show(spec, drags),
            Err(why) => self.refused = Some(Refused { part, typed: None, why }),
        }
    }

    fn show(&mut self, spec: Spec, drags: bool) {
        self.refused = None;
        if spec == **self.spec() {
            return;
        }
        let goes_on = drags && self.drag == Some(true);
        if !goes_on {
            if self.past.len() == KEPT {
                self.past.remove(0);
            }
            self.past.push(self.view.spec.clone());
        }
        self.choices.count(!goes_on);
        if drags {
            self.drag = Some(true);
        }
        self.future.clear();
        self.take(Rc::new(spec));
        // A drag shows at once where it leads.
        self.playing = None;
        if !drags && self.motion && self.view.step.is_none() && self.spec().steps > 0 {
            self.playing = Some(0);
        }
    }

    /// Shows another system at the same site and step, where it has them.
    fn take(&mut self, spec: Rc<Spec>) {
        let site = self.view.site.map(|site| place(site, self.spec()));
        self.view.site = site.and_then(|(x, y)| spec.lattice.site(x, y));
        self.view.step = self.view.step.filter(|&step| step < spec.steps);
        self.view.spec = spec;
        self.fit();
    }

    /// Keeps the hand to types and orientations that there are.
    fn fit(&mut self) {
        let last = Type::new(self.spec().generators.len() - 1);
        let farthest = Orientation::new(self.spec().topology.len() - 1);
        self.hand = (self.hand.0.min(last), self.hand.1.min(farthest));
    }

    /// At a step.
    fn at(&mut self, step: u32) {
        self.view.step = Some(step).filter(|&step| step < self.spec().steps);
        self.playing = None;
    }

    /// Gives the chosen seed and the next one a type and an orientation.
    fn set_kind(&mut self, kind: (Type, Orientation), drags: bool) {
        self.hand = kind;
        if let Some(seed) = self.seed() {
            let (r#type, orientation) = kind;
            self.edit(Edit::Plant(Seed { r#type, orientation, ..seed }), drags);
        }
    }

    fn pick(&mut self, site: Option<usize>) {
        self.choices.count(site != self.view.site);
        self.view.site = site;
        if let Some(seed) = self.seed() {
            self.hand = (seed.r#type, seed.orientation);
        }
    }
}
