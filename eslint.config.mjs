// How the JavaScript of the course is checked: `make lint` installs ESLint into build/eslint and runs it.
import js from "./build/eslint/node_modules/@eslint/js/src/index.js";
import globals from "./build/eslint/node_modules/globals/index.js";

export default [
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: globals.browser },
    rules: {
      "class-methods-use-this": "error",
      "consistent-return": "off",
      eqeqeq: "error",
      "no-shadow": "error",
      "no-undef-init": "error",
      "no-use-before-define": ["error", { functions: false, classes: true, variables: false }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
];
