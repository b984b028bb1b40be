//! Writes every example page into a directory, as a site that a plain file server can show:
//! `cargo run -p portal --example gallery -- DIR`.

use portal::gallery::{PAGES, Voice};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn write(directory: &Path, path: &str, content: &str) -> Result<(), Box<dyn Error>> {
    let file = directory.join(path.trim_start_matches('/'));
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent)?;
    }
    Ok(fs::write(file, content)?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let directory = env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .ok_or("Name the directory to write to, such as: -- target/gallery")?;
    write(&directory, portal::stylesheet_path(), portal::STYLESHEET)?;
    write(&directory, portal::favicon_path(), portal::FAVICON)?;
    for (_, examples) in PAGES {
        for page in examples(&Voice::plain())? {
            let path = format!("{}/index.html", page.path.trim_end_matches('/'));
            write(&directory, &path, &page.html)?;
        }
    }
    Ok(())
}
