#include "scorer/answers/answer_commands.h"

#include <map>
#include <set>
#include <string>

namespace scorer {
namespace {

using Names = std::set<std::string_view>;

const Names kIgnored = {"left",
                        "right",
                        "displaystyle",
                        "textstyle",
                        "limits",
                        "big",
                        "Big",
                        "bigg",
                        "Bigg",
                        "bigl",
                        "bigr",
                        "Bigl",
                        "Bigr",
                        "biggl",
                        "biggr",
                        "Biggl",
                        "Biggr",
                        "middle",
                        "hfill",
                        "strut",
                        "nobreak",
                        "newline",
                        "hline",
                        "scriptstyle",
                        "scriptscriptstyle",
                        "mathop",
                        "mathord",
                        "mathrel",
                        "mathbin",
                        "ensuremath",
                        "rm",
                        "bf",
                        "it",
                        "sf",
                        "tt",
                        "mathstrut",
                        "tiny",
                        "scriptsize",
                        "footnotesize",
                        "small",
                        "normalsize",
                        "large",
                        "Large",
                        "LARGE",
                        "huge",
                        "Huge",
                        "underline",
                        "boxed",
                        "fbox",
                        "framebox",
                        "nonumber",
                        "notag",
                        "displaylimits",
                        "nolimits",
                        "bigstar",
                        "centering",
                        "smash",
                        "uline",
                        "underbrace",
                        "overbrace",
                        "therefore",
                        "dollar",
                        "allowbreak",
                        "mathclose",
                        "mathopen",
                        "bfseries",
                        "itshape",
                        "em",
                        "cancel"};
const Names kIgnoredWithArgument = {"color", "textcolor", "hspace",   "vspace",    "phantom", "hphantom", "vphantom",
                                    "label", "tag",       "colorbox", "mathcolor", "mspace",  "pagecolor"};
const Names kSpaces = {"quad",  "qquad",    "enspace",    "thinspace",    "enskip",
                       "space", "medspace", "thickspace", "negthinspace", "nobreakspace"};
const Names kTexts = {"text",   "textbf", "textit",     "textrm",     "mathrm", "mbox", "mathbf", "textsf", "mathit",
                      "mathsf", "texttt", "mathtt",     "textnormal", "bm",     "hbox", "textup", "unit",   "emph",
                      "textsc", "textsl", "boldsymbol", "mathnormal", "textmd", "pmb",  "si"};
const Names kAccents = {"vec",     "hat",   "bar",       "overline", "overrightarrow",
                        "widehat", "tilde", "widetilde", "dot",      "ddot"};
const Names kFunctions = {"sin",    "cos",   "tan",   "cot",   "sec",   "csc",    "arcsin", "arccos", "arctan",
                          "arccot", "sinh",  "cosh",  "tanh",  "ln",    "log",    "lg",     "exp",    "sqrt",
                          "frac",   "dfrac", "tfrac", "cfrac", "binom", "dbinom", "tbinom", "max",    "min",
                          "gcd",    "lcm",   "abs",   "floor", "ceil",  "cbrt"};
const Names kGreek = {
    "alpha",  "beta",    "gamma", "delta",    "epsilon", "varepsilon", "zeta",    "eta",           "theta",
    "lambda", "mu",      "nu",    "xi",       "rho",     "sigma",      "tau",     "phi",           "varphi",
    "chi",    "psi",     "omega", "Gamma",    "Delta",   "Theta",      "Lambda",  "Sigma",         "Phi",
    "Psi",    "Omega",   "kappa", "ell",      "angle",   "triangle",   "hbar",    "vartheta",      "Pi",
    "Xi",     "Upsilon", "iota",  "parallel", "perp",    "aleph",      "partial", "measuredangle", "odot"};

struct Meaning {
    TokenKind kind;
    std::string_view text;
};

const std::map<std::string_view, Meaning> kTokens = {{"circ", {TokenKind::Degree, "circ"}},
                                                     {"degree", {TokenKind::Degree, "circ"}},
                                                     {"infty", {TokenKind::Infinity, "infty"}},
                                                     {"infin", {TokenKind::Infinity, "infty"}},
                                                     {"pi", {TokenKind::Symbol, "pi"}},
                                                     {"emptyset", {TokenKind::EmptySet, "emptyset"}},
                                                     {"varnothing", {TokenKind::EmptySet, "emptyset"}},
                                                     {"dots", {TokenKind::Dots, "..."}},
                                                     {"ldots", {TokenKind::Dots, "..."}},
                                                     {"cdots", {TokenKind::Dots, "..."}},
                                                     {"dotsc", {TokenKind::Dots, "..."}},
                                                     {"dotsb", {TokenKind::Dots, "..."}},
                                                     {"hdots", {TokenKind::Dots, "..."}},
                                                     {"R", {TokenKind::Symbol, "\\R"}},
                                                     {"Z", {TokenKind::Symbol, "\\Z"}},
                                                     {"N", {TokenKind::Symbol, "\\N"}},
                                                     {"Q", {TokenKind::Symbol, "\\Q"}},
                                                     {"mathbbR", {TokenKind::Symbol, "\\R"}},
                                                     {"sfrac", {TokenKind::Function, "frac"}},
                                                     {"nicefrac", {TokenKind::Function, "frac"}},
                                                     {"times", {TokenKind::Operator, "*"}},
                                                     {"cdot", {TokenKind::Operator, "*"}},
                                                     {"cdotp", {TokenKind::Operator, "*"}},
                                                     {"bullet", {TokenKind::Operator, "*"}},
                                                     {"ast", {TokenKind::Operator, "*"}},
                                                     {"div", {TokenKind::Operator, "/"}},
                                                     {"pm", {TokenKind::Operator, "P"}},
                                                     {"mp", {TokenKind::Operator, "P"}},
                                                     {"le", {TokenKind::Operator, "l"}},
                                                     {"leq", {TokenKind::Operator, "l"}},
                                                     {"leqslant", {TokenKind::Operator, "l"}},
                                                     {"leqq", {TokenKind::Operator, "l"}},
                                                     {"ge", {TokenKind::Operator, "g"}},
                                                     {"geq", {TokenKind::Operator, "g"}},
                                                     {"geqslant", {TokenKind::Operator, "g"}},
                                                     {"geqq", {TokenKind::Operator, "g"}},
                                                     {"ne", {TokenKind::Operator, "n"}},
                                                     {"neq", {TokenKind::Operator, "n"}},
                                                     {"lt", {TokenKind::Operator, "<"}},
                                                     {"gt", {TokenKind::Operator, ">"}},
                                                     {"approx", {TokenKind::Operator, "~"}},
                                                     {"approxeq", {TokenKind::Operator, "~"}},
                                                     {"simeq", {TokenKind::Operator, "~"}},
                                                     {"sim", {TokenKind::Operator, "~"}},
                                                     {"cong", {TokenKind::Operator, "~"}},
                                                     {"doteq", {TokenKind::Operator, "~"}},
                                                     {"equiv", {TokenKind::Operator, "="}},
                                                     {"cup", {TokenKind::Operator, "U"}},
                                                     {"bigcup", {TokenKind::Operator, "U"}},
                                                     {"setminus", {TokenKind::Operator, "minus"}},
                                                     {"backslash", {TokenKind::Operator, "minus"}},
                                                     {"smallsetminus", {TokenKind::Operator, "minus"}},
                                                     {"in", {TokenKind::Operator, "I"}},
                                                     {"colon", {TokenKind::Operator, ":"}},
                                                     {"mid", {TokenKind::Operator, "|"}},
                                                     {"vert", {TokenKind::Operator, "|"}},
                                                     {"lvert", {TokenKind::Operator, "|"}},
                                                     {"rvert", {TokenKind::Operator, "|"}},
                                                     {"over", {TokenKind::Operator, "over"}},
                                                     {"choose", {TokenKind::Operator, "choose"}},
                                                     {"land", {TokenKind::Words, "and"}},
                                                     {"wedge", {TokenKind::Words, "and"}},
                                                     {"lor", {TokenKind::Words, "or"}},
                                                     {"vee", {TokenKind::Words, "or"}},
                                                     {"langle", {TokenKind::Open, "<"}},
                                                     {"lfloor", {TokenKind::Open, "f"}},
                                                     {"lceil", {TokenKind::Open, "c"}},
                                                     {"lbrace", {TokenKind::Open, "S"}},
                                                     {"lbrack", {TokenKind::Open, "["}},
                                                     {"lparen", {TokenKind::Open, "("}},
                                                     {"rangle", {TokenKind::Close, ">"}},
                                                     {"rfloor", {TokenKind::Close, "f"}},
                                                     {"rceil", {TokenKind::Close, "c"}},
                                                     {"rbrace", {TokenKind::Close, "S"}},
                                                     {"rbrack", {TokenKind::Close, "]"}},
                                                     {"rparen", {TokenKind::Close, ")"}},
                                                     {"cents", {TokenKind::Words, "cents"}},
                                                     {"cent", {TokenKind::Words, "cents"}},
                                                     {"textcent", {TokenKind::Words, "cents"}},
                                                     {"checkmark", {TokenKind::Words, "yes"}}};

// The lexer adds the backslash to a Greek letter's name.
const std::map<std::string_view, std::string_view> kGreekTokens = [] {
    static std::set<std::string> names;
    std::map<std::string_view, std::string_view> tokens;
    for (const std::string_view name : kGreek) tokens[name] = *names.insert("\\" + std::string(name)).first;
    return tokens;
}();

}  // namespace

Command findCommand(std::string_view name) {
    if (const auto found = kTokens.find(name); found != kTokens.end())
        return {CommandAction::Token, found->second.kind, found->second.text};
    if (const auto found = kGreekTokens.find(name); found != kGreekTokens.end())
        return {CommandAction::Token, TokenKind::Symbol, found->second};
    if (isPlainFunction(name)) return {CommandAction::Token, TokenKind::Function, name};
    if (kTexts.contains(name)) return {CommandAction::Text};
    if (kIgnored.contains(name)) return {CommandAction::Ignore};
    if (kIgnoredWithArgument.contains(name)) return {CommandAction::IgnoreWithArgument};
    if (kSpaces.contains(name)) return {CommandAction::Space};
    if (name == "hskip" || name == "kern" || name == "mskip") return {CommandAction::Skip};
    if (kAccents.contains(name)) return {CommandAction::Accent};
    if (name == "mathbb" || name == "mathcal" || name == "operatorname" || name == "mathfrak")
        return {CommandAction::Name};
    return {};
}

bool isPlainFunction(std::string_view letters) {
    return kFunctions.contains(letters);
}

}  // namespace scorer
