//! The dataset as IDX files, or one part's pieces of them.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use shared::gpt_mnist::Sample;
use shared::idx::{byte, images_header, labels_header};

use super::plan::{IDX_FILES, Plan};
use crate::output::Unfinished;

/// The two files, of images and of labels, that are being written.
pub struct IdxFiles([Unfinished; 2]);

/// A file that cannot be written, and why.
pub type Failed = (PathBuf, io::Error);

impl IdxFiles {
    /// Starts the files. The first piece begins with the header of the whole, so that the pieces,
    /// one after the other, are the whole file.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn create(folder: &Path, plan: &Plan) -> Result<Self, Failed> {
        let create = |name: &str| {
            let path = folder.join(plan.idx_name(name));
            Unfinished::create(&path).map_err(|source| (path, source))
        };
        let mut files = Self([create(IDX_FILES[0])?, create(IDX_FILES[1])?]);
        if plan.part.number == 1 {
            files.write([&images_header(plan.samples), &labels_header(plan.samples)])?;
        }
        Ok(files)
    }

    /// Adds the next sample.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn push(&mut self, sample: &Sample) -> Result<(), Failed> {
        let pixels: Vec<u8> = sample.image.iter().map(|&pixel| byte(pixel)).collect();
        self.write([&pixels, &[sample.class]])
    }

    /// Gives the files their names.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn finish(self) -> Result<(), Failed> {
        for file in self.0 {
            let path = file.path().to_owned();
            file.finish().map_err(|source| (path, source))?;
        }
        Ok(())
    }

    fn write(&mut self, bytes: [&[u8]; 2]) -> Result<(), Failed> {
        for (file, bytes) in self.0.iter_mut().zip(bytes) {
            let written = file.writer().write_all(bytes);
            written.map_err(|source| (file.path().to_owned(), source))?;
        }
        Ok(())
    }
}
