//! Files that are written completely or not at all.

#![cfg(unix)]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use tempfile::tempdir_in;
use trainer::output::{Unfinished, write_atomically};

fn write(path: &Path, text: &str) -> io::Result<()> {
    write_atomically(path, |file| file.write_all(text.as_bytes()))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string();
    let mut names: Vec<String> = entries.map(|entry| name(entry).unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_link_stays_and_its_target_is_replaced_with_its_mode() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (file, link) = (folder.path().join("file"), folder.path().join("link"));
    fs::write(&file, "old").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("file", &link).unwrap();
    write(&link, "new").unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), "new");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    // A link to nothing makes its target.
    let dangling = folder.path().join("dangling");
    symlink("made", &dangling).unwrap();
    write(&dangling, "made").unwrap();
    assert_eq!(names(folder.path()), ["dangling", "file", "link", "made"]);
    let round = folder.path().join("round");
    symlink("round", &round).unwrap();
    assert!(write(&round, "").unwrap_err().to_string().contains("links"));
}

#[test]
fn a_stream_that_leads_to_a_file_is_written_at_its_end() {
    use std::os::fd::AsRawFd;
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("log");
    fs::write(&path, "before, ").unwrap();
    let log = OpenOptions::new().append(true).open(&path).unwrap();
    let link = folder.path().join("link");
    symlink(format!("/dev/fd/{}", log.as_raw_fd()), &link).unwrap();
    write(&link, "this").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "before, this");
    assert_eq!(names(folder.path()), ["link", "log"]);
}

#[test]
fn a_pipe_is_written_through_and_stays_one() {
    use std::os::unix::fs::FileTypeExt;
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || {
            let mut text = String::new();
            File::open(pipe).unwrap().read_to_string(&mut text).unwrap();
            text
        }
    });
    write(&pipe, "through").unwrap();
    assert_eq!(reader.join().unwrap(), "through");
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    write(Path::new("/dev/null"), "gone").unwrap();
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[test]
fn what_fails_leaves_the_old_file_and_nothing_else() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "old").unwrap();
    let failed = write_atomically(&file, |file| {
        file.write_all(b"half")?;
        Err(io::Error::other("enough"))
    });
    assert_eq!(failed.unwrap_err().to_string(), "enough");
    assert_eq!(fs::read_to_string(&file).unwrap(), "old");
    assert_eq!(names(folder.path()), ["file"]);
    assert!(write(folder.path(), "a folder").is_err());
    // Two that write at once have names of their own.
    let (one, two) = (Unfinished::create(&file).unwrap(), Unfinished::create(&file).unwrap());
    assert_eq!(names(folder.path()).len(), 3);
    drop((one, two));
    assert_eq!(names(folder.path()), ["file"]);
}

/// The longest names that common file systems take have 255 bytes.
#[test]
fn a_name_may_be_as_long_as_the_file_system_takes() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (longest, too_long) = ("n".repeat(255), "n".repeat(256));
    write(&folder.path().join(&longest), "whole").unwrap();
    assert_eq!(fs::read_to_string(folder.path().join(&longest)).unwrap(), "whole");
    let refused = Unfinished::create(&folder.path().join(too_long)).unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::InvalidFilename, "{refused}");
    assert_eq!(names(folder.path()), [longest]);
}
