// "12 new" leads to the first of them. It goes once that is in view, the line once one has answered.

const jump = document.getElementById("jump");
const first = document.getElementById("new");

if (jump && first) {
  const seen = ([line]) => (jump.hidden ||= line.isIntersecting);
  new IntersectionObserver(seen, { root: document.getElementById("scroll") }).observe(first);
  document.getElementById("composer")?.addEventListener("submit", () => {
    delete document.getElementById("thread").dataset.mark;
  });
}
