//! Files that come where weights are expected.

use thiserror::Error;

/// What a file is, told from its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Foreign {
    /// Nothing.
    #[error("the file is empty")]
    Empty,
    /// What Git keeps in place of a large file.
    #[error("the file is only a Git LFS pointer; `git lfs pull` fetches what it stands for")]
    LfsPointer,
    /// What a server sends instead of a file that it does not have.
    #[error("the file is an HTML or XML page, expected safetensors")]
    Page,
    /// Text of a server or a program.
    #[error("the file is JSON text, expected safetensors")]
    Json,
    /// A pickle, alone or in a ZIP archive.
    #[error(
        "the file is PyTorch's or another pickle or ZIP archive, expected safetensors, as \
         safetensors.torch.save_file(network.state_dict(), ...) writes it"
    )]
    PyTorch,
}

impl Foreign {
    /// What a file of at least eight bytes is if it cannot be of weights. Those begin with the length of
    /// their header in eight bytes, of which the last are 0.
    pub fn recognized(bytes: &[u8]) -> Option<Self> {
        /// UTF-8's byte order mark.
        const MARK: &[u8] = b"\xef\xbb\xbf";
        if bytes.starts_with(b"PK\x03\x04") {
            return Some(Self::PyTorch);
        }
        if bytes.get(4..8) == Some(&[0; 4]) {
            return None;
        }
        let text = bytes.strip_prefix(MARK).unwrap_or(bytes).trim_ascii_start();
        match text {
            _ if text.starts_with(b"version ") => Some(Self::LfsPointer),
            [b'<', b'!' | b'?' | b'a'..=b'z' | b'A'..=b'Z', ..] => Some(Self::Page),
            [b'{' | b'[', ..] => Some(Self::Json),
            [0x80, 2..=5, ..] => Some(Self::PyTorch),
            _ => None,
        }
    }
}
