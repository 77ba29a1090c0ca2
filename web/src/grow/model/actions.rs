use std::rc::Rc;

use yew::Reducible;

use super::{Action, FIRST, Model, Refused, Tool};
use crate::grow::edit::{Edit, Part};
use crate::grow::presets::all;
use crate::grow::view::{View, place};

impl Reducible for Model {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut model = Self::clone(&self);
        if !matches!(action, Action::Tick | Action::Motion(_)) {
            model.hints.clear();
        }
        model.act(action);
        Rc::new(model)
    }
}

impl Model {
    fn act(&mut self, action: Action) {
        match action {
            Action::Preset(index) => {
                let Some(preset) = all().get(index) else { return };
                let view = View::of(preset);
                (self.view.step, self.view.site, self.view.display) = (None, None, view.display);
                self.hand = FIRST;
                self.show((*view.spec).clone(), false);
                self.choices.count(true);
            }
            Action::Edit(edit) => self.edit(edit, false),
            Action::Type(field, text) => {
                let part = field.part();
                let edited = field
                    .read(&text)
                    .and_then(|number| Edit::Number(field, number).apply(self.spec()));
                match edited {
                    Ok(spec) => self.show(spec, false),
                    Err(why) => {
                        self.refused = Some(Refused { part, typed: Some((field, text)), why });
                    }
                }
            }
            Action::Opened(Ok(spec)) => match Edit::Replace(*spec).apply(self.spec()) {
                Ok(spec) => {
                    (self.view.step, self.view.site) = (None, None);
                    self.show(spec, false);
                }
                Err(why) => {
                    self.refused = Some(Refused { part: Part::File, typed: None, why });
                }
            },
            Action::Opened(Err(why)) => {
                self.refused = Some(Refused { part: Part::File, typed: None, why });
            }
            Action::Press(site) => self.press(site),
            Action::Drag(site) => self.drag_to(site),
            Action::Release => self.drag = None,
            Action::Tool(tool) => self.tool = tool,
            Action::Kind(kind) => self.set_kind((kind, self.kind().1), false),
            Action::Point(orientation, drags) => {
                if !drags || self.drag.is_none() {
                    self.drag = drags.then_some(false);
                }
                self.set_kind((self.kind().0, orientation), drags);
            }
            Action::Turn(by) => {
                let (kind, orientation) = self.kind();
                let turned = orientation.turned(by, self.spec().topology.len());
                self.set_kind((kind, turned), false);
            }
            Action::Pick(site) => self.pick(site),
            Action::Walk(columns, rows) => self.walk(columns, rows),
            Action::PlantHere => {
                if let Some(site) = self.view.site {
                    self.edit(Edit::Plant(self.new_seed(site)), false);
                }
            }
            Action::RemoveHere => {
                if let Some(seed) = self.seed() {
                    self.edit(Edit::Remove(seed.x, seed.y), false);
                }
            }
            Action::Display(display) => {
                self.choices.count(display != self.view.display);
                self.view.display = display;
            }
            Action::Toggle => match self.playing {
                Some(step) => self.at(step),
                None => {
                    let from = Some(self.step()).filter(|&step| step < self.spec().steps);
                    self.at(self.spec().steps);
                    self.playing = (self.spec().steps > 0).then_some(from.unwrap_or(0));
                }
            },
            Action::Seek(step, begins) => {
                self.at(step);
                self.choices.count(begins);
            }
            Action::Step(by) => self.at(self.step().saturating_add_signed(by)),
            Action::Tick => {
                let step = self.playing.map(|step| step + 1);
                self.playing = step.filter(|&step| step < self.spec().steps);
            }
            Action::Undo => {
                if let Some(spec) = self.past.pop() {
                    self.future.push(self.view.spec.clone());
                    self.back_to(spec);
                }
            }
            Action::Redo => {
                if let Some(spec) = self.future.pop() {
                    self.past.push(self.view.spec.clone());
                    self.back_to(spec);
                }
            }
            Action::Address(fragment) => {
                let (view, hints) = View::from_fragment(&fragment);
                let choices = self.choices;
                self.show((*view.spec).clone(), false);
                (self.view, self.hints, self.choices) = (view, hints, choices);
                self.playing = self.playing.filter(|_| self.view.step.is_none());
            }
            Action::Motion(motion) => {
                self.motion = motion;
                self.playing = self.playing.filter(|_| motion);
            }
        }
    }

    fn back_to(&mut self, spec: Rc<shared::pattern::Spec>) {
        self.take(spec);
        (self.refused, self.playing) = (None, None);
        self.choices.count(true);
    }

    fn press(&mut self, site: usize) {
        let before = self.choices;
        if self.tool == Tool::Look || self.seed_at(site).is_some() {
            self.pick(Some(site));
            self.drag = Some(false);
        } else {
            self.edit(Edit::Plant(self.new_seed(site)), false);
            // It is picked up as part of the same choice, and can be dragged on.
            self.view.site = Some(site);
            self.drag = Some(self.choices != before);
        }
        self.has_chosen = self.choices != before;
    }

    fn drag_to(&mut self, site: usize) {
        let Some(from) = self.view.site.filter(|&from| self.drag.is_some() && from != site) else {
            return;
        };
        let mut choices = self.choices;
        if self.tool == Tool::Look {
            self.pick(Some(site));
        } else if self.seed_at(from).is_some() && self.seed_at(site).is_none() {
            let ((x, y), (to_x, to_y)) = (place(from, self.spec()), place(site, self.spec()));
            self.edit(Edit::Move([x, y], [to_x, to_y]), true);
            self.view.site = Some(site);
        } else {
            return;
        }
        choices.count(!self.has_chosen);
        (self.choices, self.has_chosen) = (choices, true);
    }

    fn walk(&mut self, columns: i32, rows: i32) {
        let lattice = self.spec().lattice;
        let middle = (lattice.width / 2, lattice.height / 2);
        let (x, y) = self.view.site.map_or(middle, |site| place(site, self.spec()));
        let (width, height) = (lattice.width as i32, lattice.height as i32);
        let (x, y) = if self.view.site.is_none() {
            (x, y)
        } else {
            let on = |place: u32, by: i32, side: i32| (place as i32 + by).rem_euclid(side) as u32;
            (on(x, columns, width), on(y, rows, height))
        };
        let choices = self.choices;
        self.pick(lattice.site(x, y));
        self.choices = choices;
    }
}
