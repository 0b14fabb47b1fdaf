// Which tokens the strips show: the whole trace, whatever its length, or a range that a person chose. A value type, any
// thread.
#pragma once

namespace ui {

class StripZoom {
public:
    static constexpr int kLeastTokens = 20;  ///< over the whole width

    bool isWhole() const { return m_tokens == 0; }
    /// First token shown, and how many, where the whole trace has `scale` tokens.
    int first(int scale) const;
    int tokens(int scale) const;
    /// Token `around` stays where it is; a factor below 1 shows fewer tokens.
    void zoom(double factor, double around, int scale);
    /// By so many tokens to the right.
    void pan(int tokens, int scale);
    /// So that the tokens from `begin` to `end` fill the strip.
    void show(int begin, int end, int scale) { set(begin, end - begin, scale); }
    /// Moves only as far as it takes to show the tokens from `begin` to `end`.
    void reveal(int begin, int end, int scale);
    void reset() { *this = {}; }

    bool operator==(const StripZoom&) const = default;

private:
    void set(double first, double tokens, int scale);

    int m_first = 0;
    int m_tokens = 0;  ///< 0: all
};

}  // namespace ui
