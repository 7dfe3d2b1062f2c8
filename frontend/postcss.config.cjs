const widths = /^(?:\(min-width: (\d+px)\))?(?: and )?(?:\(max-width: (\d+px)\))?$/;
const of = { media: (params) => params, container: (params) => `page ${params}` };

/** What was made here is not made anew. */
const done = Symbol('done');

/**
 * Rules for narrow windows are about the room that a page has, also when somebody has zoomed it. Chromium knows that of
 * the container that body is and not of the window, WebKit the other way about. So `@media (max-width: 899px)` comes to
 * hold where either is narrow, and `@media (min-width: 900px)` where neither is.
 */
const askBoth = () => {
  return {
    postcssPlugin: 'ask-both',
    AtRule: {
      media: (rule, { AtRule }) => {
        const [known, min, max] = widths.exec(rule.params) ?? [];
        if (!known || rule[done]) return;
        const make = (name, params) => {
          const made = new AtRule({ name, params: of[name](params) });
          made[done] = true;
          return made;
        };
        const ways = max
          ? [
              ['media', 'container'],
              ['container', 'media'],
            ]
          : [['media', 'container']];
        for (const [one, other] of ways) {
          const asked = make(one, rule.params);
          asked.append(rule.nodes.map((node) => node.clone()));
          rule.before(min ? make(other, `(min-width: ${min})`).append(asked) : asked);
        }
        rule.remove();
      },
    },
  };
};
askBoth.postcss = true;

module.exports = { plugins: [require('postcss-preset-mantine')(), askBoth()] };
