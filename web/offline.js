// Lets the explorer work without a network after a first visit (service-worker.js), and offers a new version when
// there is one. The page works without all of this, and says so where nothing can be kept.

// Trunk.toml lets `trunk serve` say so: a page that is being worked on is not kept.
const isBeingWorkedOn = () => {
  const [navigation] = performance.getEntriesByType("navigation");
  return navigation?.serverTiming?.some(({ name }) => name === "trunk-serve");
};

const take = (registration) => {
  // Another tab may have taken it already.
  if (!registration.waiting) return location.reload();
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  registration.waiting.postMessage("activate");
};

const offer = (registration) => {
  // A page without a service worker is new itself.
  if (!navigator.serviceWorker.controller || document.querySelector(".new-version")) return;
  const line = document.createElement("p");
  line.className = "new-version";
  line.setAttribute("role", "status");
  document.body.append(line);
  const button = document.createElement("button");
  button.textContent = "Reload";
  button.addEventListener("click", () => take(registration));
  line.append("A new version is here. ", button);
};

// Below the page, which needs nothing of it.
const sayNotKept = (reason) => {
  const line = document.createElement("p");
  line.className = "not-kept";
  line.setAttribute("role", "status");
  line.textContent = `This browser keeps nothing of this site (${reason}): it works, but not without a network, and the networks' weights come anew with each visit.`;
  document.body.append(line);
};

const keep = async () => {
  if (isBeingWorkedOn()) return;
  const { serviceWorker } = navigator;
  if (!serviceWorker) throw new Error("it has no service workers, or only where the connection is a safe one");
  const registration = await serviceWorker.register(new URL("service-worker.js", import.meta.url));
  serviceWorker.controller?.postMessage("tidy");
  if (registration.waiting) offer(registration);
  registration.addEventListener("updatefound", () => {
    const { installing } = registration;
    installing.addEventListener("statechange", () => {
      if (installing.state === "installed") offer(registration);
      if (installing.state === "redundant" && !registration.active) {
        sayNotKept("it has refused the storage, or the files did not all come");
      }
    });
  });
  // A tab may be open for weeks.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") registration.update().catch(console.info);
  });
};

keep().catch((error) => {
  console.info(error);
  sayNotKept(error.message);
});
