//! How the explorer draws its figures.

/// How the explorer draws its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Which of the relevance is drawn.
    pub sign: Sign,
    /// What is full red or full blue.
    pub scale: Scale,
    /// How much of the picture heatmaps cover, in percent.
    pub opacity: u8,
    /// How everything lies.
    pub frame: Frame,
}

/// How everything lies, the picture and its heatmaps as well as strokes and arrows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// As the digit grew.
    Upright,
    /// As the network sees it.
    Tilted,
}

/// Which of the relevance is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// All.
    Both,
    /// What speaks for the answer.
    For,
    /// What speaks against it.
    Against,
}

/// What is full red or full blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// The largest value of the map itself.
    Own,
    /// The largest value that the method has for any seed of the digit.
    Shared,
}

/// What a map's largest value is of the one that is full red, which is its own where there is no other.
pub fn strength(largest: f32, full: Option<f32>) -> f32 {
    full.filter(|&full| full > 0.0).map_or(1.0, |full| largest / full)
}

impl Default for Look {
    fn default() -> Self {
        Self { sign: Sign::Both, scale: Scale::Own, opacity: 100, frame: Frame::Tilted }
    }
}

impl Sign {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Both, Self::For, Self::Against];

    /// The word in the address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::For => "for",
            Self::Against => "against",
        }
    }

    /// Whether a relevance of this sign is drawn.
    pub fn shows(self, relevance: f32) -> bool {
        match self {
            Self::Both => true,
            Self::For => relevance > 0.0,
            Self::Against => relevance < 0.0,
        }
    }
}

impl Frame {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Upright, Self::Tilted];

    /// The word in the address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Upright => "upright",
            Self::Tilted => "tilted",
        }
    }

    /// By how many degrees the lattice on which a digit grew is turned, if its picture is tilted by so many.
    pub const fn turn(self, tilt: f64) -> f64 {
        match self {
            Self::Upright => 0.0,
            Self::Tilted => tilt,
        }
    }

    /// By how many degrees the picture is.
    pub const fn turn_of_picture(self, tilt: f64) -> f64 {
        self.turn(tilt) - tilt
    }

    /// How the other frame lies in this one.
    pub const fn other(self, tilt: f64) -> f64 {
        self.turn(tilt) + self.turn_of_picture(tilt)
    }
}

impl Scale {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Own, Self::Shared];

    /// The word in the address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Shared => "shared",
        }
    }
}

impl Look {
    /// What an address says about it, where that is not the default.
    pub fn to_address(self) -> String {
        let Self { sign, scale, opacity, frame } = self;
        let mut address = String::new();
        if sign != Sign::Both {
            address += &format!("&sign={}", sign.name());
        }
        if scale != Scale::Own {
            address += &format!("&scale={}", scale.name());
        }
        if opacity != 100 {
            address += &format!("&opacity={opacity}");
        }
        if frame != Frame::Tilted {
            address += &format!("&frame={}", frame.name());
        }
        address
    }

    /// Takes in what an address says.
    ///
    /// # Errors
    /// What is expected instead.
    pub fn read(&mut self, key: &str, value: &str) -> Result<(), &'static str> {
        match key {
            "sign" => {
                let sign = Sign::ALL.into_iter().find(|sign| sign.name() == value);
                self.sign = sign.ok_or("both, for or against")?;
            }
            "scale" => {
                let scale = Scale::ALL.into_iter().find(|scale| scale.name() == value);
                self.scale = scale.ok_or("own or shared")?;
            }
            "frame" => {
                let frame = Frame::ALL.into_iter().find(|frame| frame.name() == value);
                self.frame = frame.ok_or("upright or tilted")?;
            }
            _ => {
                let opacity = value.parse().ok().filter(|&opacity| opacity <= 100);
                self.opacity = opacity.ok_or("a whole number from 0 to 100")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_look_is_read_back_from_its_address() {
        for sign in Sign::ALL {
            for scale in Scale::ALL {
                for (opacity, frame) in
                    [0, 35, 100].into_iter().zip([Frame::ALL[0], Frame::ALL[1], Frame::ALL[1]])
                {
                    let (look, mut read) = (Look { sign, scale, opacity, frame }, Look::default());
                    for (key, value) in form_urlencoded::parse(look.to_address().as_bytes()) {
                        read.read(&key, &value).unwrap();
                    }
                    assert_eq!(read, look);
                }
            }
        }
        assert_eq!(Look::default().to_address(), "");
        for (key, value) in [
            ("sign", "red"),
            ("scale", ""),
            ("opacity", "101"),
            ("opacity", "-1"),
            ("frame", "flat"),
        ] {
            assert!(Look::default().read(key, value).is_err(), "{key}={value}");
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_picture_and_what_grew_turn_together() {
        for frame in Frame::ALL {
            assert_eq!(frame.turn(7.0) - frame.turn_of_picture(7.0), 7.0);
        }
        assert_eq!(Frame::ALL.map(|frame| frame.turn(7.0)), [0.0, 7.0]);
        assert_eq!(Frame::ALL.map(|frame| frame.other(7.0)), [-7.0, 7.0]);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_sign_shows_its_own_relevance_only() {
        let shown = |sign: Sign| [-0.5, 0.5].map(|relevance| sign.shows(relevance));
        assert_eq!(Sign::ALL.map(shown), [[true, true], [false, true], [true, false]]);
    }
}
