// The answer reader's class: recursive descent, one function a level of binding. Lists, relations and units are in
// answer_reader.cpp, sums to powers in answer_operators.cpp, what they are made of in answer_primaries.cpp. One reader
// reads one answer on one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scorer/answers/answer_tokens.h"
#include "scorer/answers/answer_tree.h"

namespace scorer {

class AnswerReader {
public:
    struct Unread {};  ///< thrown by whole(): not a notation that is understood

    explicit AnswerReader(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}

    AnswerNode whole();

private:
    using Kind = AnswerKind;

    /// Bounds the recursion.
    class Deeper {
    public:
        explicit Deeper(AnswerReader& reader) : m_reader(reader) {
            if (++m_reader.m_depth > kMaxDepth) throw Unread();
        }
        ~Deeper() { --m_reader.m_depth; }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;

    private:
        static constexpr int kMaxDepth = 100;
        AnswerReader& m_reader;
    };

    struct Behind {  // what stands behind a value
        std::string marks;
        std::string unit;
    };

    // ---- looking at tokens ----
    const Token* peek(std::size_t ahead = 0) const {
        return m_at + ahead < m_tokens.size() ? &m_tokens[m_at + ahead] : nullptr;
    }
    bool isAt(TokenKind kind, std::string_view text = {}, std::size_t ahead = 0) const {
        const Token* token = peek(ahead);
        return token && token->kind == kind && (text.empty() || token->text == text);
    }
    bool isOperator(std::string_view text, std::size_t ahead = 0) const {
        return isAt(TokenKind::Operator, text, ahead);
    }
    bool take(TokenKind kind, std::string_view text = {}) {
        if (!isAt(kind, text)) return false;
        ++m_at;
        return true;
    }
    bool takeOperator(std::string_view text) { return take(TokenKind::Operator, text); }
    static void require(bool ok) {
        if (!ok) throw Unread();
    }
    bool atEnd() const;
    bool atSeparator() const;
    bool isRemark() const;
    bool startsFactor() const;

    // ---- lists, relations, units ----
    std::string takeSeparator();
    std::vector<AnswerNode> members(std::string& separator);
    AnswerNode list();
    AnswerNode member();
    AnswerNode relation();
    static AnswerNode related(std::vector<AnswerNode> sides, std::string operators);
    AnswerNode side();
    AnswerNode wordsSide();
    AnswerNode withUnit(AnswerNode value);
    AnswerNode withWords(AnswerNode value, const std::vector<std::string>& words, Behind& behind);
    static AnswerNode withBehind(AnswerNode value, Behind behind);

    // ---- sums to powers ----
    AnswerNode fraction();
    AnswerNode sum();
    AnswerNode product();
    AnswerNode signedPower();
    AnswerNode besides(AnswerNode left);
    AnswerNode power();
    AnswerNode postfix(AnswerNode n);

    // ---- what they are made of ----
    AnswerNode atom();
    AnswerNode argument();
    AnswerNode group(std::string_view close);
    std::string subscript();
    AnswerNode symbol(const std::string& name);
    AnswerNode chosen();
    AnswerNode function(const std::string& name);
    AnswerNode functionOf(const std::string& name);
    AnswerNode functionArgument();
    bool isFunctionOfItsOwn() const;
    AnswerNode bracket(const std::string& open);
    bool takeSetBuilder();
    AnswerNode bars();
    AnswerNode environment(const std::string& name);
    AnswerNode matrix(const std::string& name);
    AnswerNode rowsOf(const std::string& name);

    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    int m_depth = 0;
    int m_bars = 0;
};

inline AnswerNode makeLeaf(AnswerKind kind, std::string text) {
    return {kind, std::move(text), {}};
}
inline AnswerNode makeNode(AnswerKind kind, std::vector<AnswerNode> kids, std::string text = {}) {
    return {kind, std::move(text), std::move(kids)};
}
AnswerNode makeNode(AnswerKind kind, AnswerNode one, std::string text = {});
AnswerNode makeNode(AnswerKind kind, AnswerNode first, AnswerNode second, std::string text = {});

/// Digits without a point.
bool isWholeNumber(const AnswerNode& n);

}  // namespace scorer
