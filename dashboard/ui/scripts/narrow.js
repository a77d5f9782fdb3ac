// In a narrow window the sidebar covers the page: it closes when a page is chosen in it.
(() => {
  if (window.sidebarWatched) return;
  window.sidebarWatched = true;
  document.addEventListener("click", ({ target }) => {
    const chosen = target.closest?.("[data-testid=stSidebar] [data-testid=stSidebarNavLink]");
    if (!chosen || innerWidth > 768) return;
    setTimeout(() => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click(), 50);
  });
})();
