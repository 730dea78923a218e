// Makes two pages livelier; everything works without it.
(() => {
  const form = document.getElementById("compose");
  const plan = document.getElementById("plan");
  if (form && plan) {
    let timer = 0;
    let asked = 0;
    const ask = async () => {
      const mine = ++asked;
      const data = new FormData(form);
      data.delete("attachments");
      const answer = await fetch("/compose/plan", { method: "POST", body: data });
      if (!answer.ok || mine !== asked) return;
      plan.innerHTML = await answer.text();
      const said = plan.querySelector("[data-button]");
      if (said) document.getElementById("send").textContent = said.dataset.button;
    };
    form.addEventListener("input", (event) => {
      if (event.target.name === "text") return;
      clearTimeout(timer);
      timer = setTimeout(ask, 300);
    });
  }
  const problems = document.getElementById("problems");
  if (problems) problems.focus();

  const live = document.querySelector("[data-live]");
  if (live) {
    setInterval(async () => {
      if (document.hidden || live.contains(document.activeElement)) return;
      const answer = await fetch(live.dataset.live);
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector("[data-live]");
      if (next && next.innerHTML !== live.innerHTML) live.innerHTML = next.innerHTML;
    }, 3000);
  }
})();
