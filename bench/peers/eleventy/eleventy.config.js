const markdownIt = require("markdown-it");
const plugin = (name) => { const found = require(name); return found.default || found; };

const newestFirst = (briefs) => [...briefs].sort((one, other) => other.date - one.date);

function filedUnder(field) {
  return (api) => {
    const filed = new Map();
    for (const brief of newestFirst(api.getFilteredByTag("brief")))
      for (const name of brief.data[field]) filed.has(name) ? filed.get(name).push(brief) : filed.set(name, [brief]);
    return [...filed].sort().map(([name, briefs]) => ({ name, briefs }));
  };
}

module.exports = (config) => {
  const engine = (markdownIt.default || markdownIt)({ html: true, typographer: true });
  config.setLibrary("md", engine.use(plugin("markdown-it-footnote")).use(plugin("markdown-it-anchor")));
  config.addCollection("latest", (api) => newestFirst(api.getFilteredByTag("brief")).slice(0, 50));
  config.addCollection("byActor", filedUnder("actors"));
  config.addCollection("byTopic", filedUnder("topics"));
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  return { dir: { input: "content", output: "_site" }, markdownTemplateEngine: false, htmlTemplateEngine: "njk" };
};
