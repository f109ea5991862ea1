//! The base image, where none can be pulled: Debian's smallest system, as debootstrap makes it.

use std::time::Duration;

use anyhow::Result;

use super::MARK;
use super::engine::Engine;
use super::place::Place;
use crate::debian;
use crate::process::Log;
use crate::project::Project;
use crate::step::Step;

/// The Debian our images are built on; what Cargo compiles here has to run on it.
const CODENAME: &str = "bookworm";
/// A minute, and more where the mirror is far.
const LIMIT: Duration = Duration::from_mins(10);

/// Its name in the engine.
pub(crate) fn name() -> String {
    format!("{MARK}/debian:{CODENAME}")
}

/// Makes the image.
pub(crate) fn make(project: &Project, step: &Step, place: &Place, engine: &Engine) -> Result<()> {
    let mut log = Log::create(project, "containers-base")?;
    let folder = place.folder().join("base");
    let mut bootstrap = debian::as_root()?;
    bootstrap.args(["debootstrap", "--variant=minbase", CODENAME]).arg(&folder).args(debian::mirror(CODENAME));
    log.run_within(step, bootstrap, LIMIT)?;

    // Manuals, translations and downloads are not for containers: Debian's own image has none either.
    let script = r#"set -o pipefail; cd "$1"
        tar --create --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*' \
            --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' . | "$2" import - "$3""#;
    let mut import = debian::as_root()?;
    // sudo keeps no environment, but `env` takes one.
    import.args(engine.address().map(|address| format!("DOCKER_HOST={address}")));
    import.args(["bash", "-c", script, "import"]).arg(&folder).arg(engine.client()).arg(name());
    log.run_within(step, import, LIMIT)?;

    let mut remove = debian::as_root()?;
    remove.args(["rm", "-rf"]).arg(&folder);
    log.run(step, remove)?;
    step.note(&engine.size(&name())?);
    Ok(())
}
