// Lets the explorer work without a network after a first visit (service-worker.js), and offers a new version when
// there is one. The page works without all of this: what fails is said in the console only.

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

const keep = async () => {
  const { serviceWorker } = navigator;
  // Browsers have none where the connection is not a safe one.
  if (!serviceWorker || isBeingWorkedOn()) return;
  const registration = await serviceWorker.register(new URL("service-worker.js", import.meta.url));
  serviceWorker.controller?.postMessage("tidy");
  if (registration.waiting) offer(registration);
  registration.addEventListener("updatefound", () => {
    const { installing } = registration;
    installing.addEventListener("statechange", () => {
      if (installing.state === "installed") offer(registration);
    });
  });
  // A tab may be open for weeks.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") registration.update().catch(console.info);
  });
};

keep().catch(console.info);
