// Before the page is drawn, so that it does not flash in the other colors.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
} catch {
  // The browser keeps nothing; the page follows the system.
}
