/**
 * A media query knows the window and nothing of the zoom of the page, so rules for narrow windows ask the width of the
 * page itself: `@media (max-width: 899px)` becomes a query of the container that body is.
 */
const askThePage = () => ({
  postcssPlugin: 'ask-the-page',
  AtRule: {
    media: (rule) => {
      if (!/^\((min|max)-width: \d+px\)( and \((min|max)-width: \d+px\))?$/.test(rule.params)) return;
      rule.name = 'container';
      rule.params = `page ${rule.params}`;
    },
  },
});
askThePage.postcss = true;

module.exports = { plugins: [require('postcss-preset-mantine')(), askThePage()] };
