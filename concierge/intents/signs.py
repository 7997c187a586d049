"""Signs that mean the same in every language: emoji, and the words that travel."""

# Written like a language's grammar; see docs/languages.md.
GRAMMAR = r"""
yes = <yes_sign>+ | 👍 👍 | ok 👍
yes_sign = 👍 | 👌 | ✅ | ✔ | ☑ | 🆗 | 💯 | 🤝 | 🫡 | 🤙 | ✓ | 🟢
ok = ok | okay
praise = <joy>+
joy = 🙌 | 👏 | 🤩 | 🎉 | 🥳 | ❤ | 🔥
polite = <friendly>+
friendly = 🙏 | 🙂 | 😊 | 😀 | 😃 | 😄 | 😁 | 😎 | 😍 | 🥰 | 😘 | 😋 | 🤗 | ☺ | 😇
    | 🤩 | 🥳 | 🎉 | 🎊 | 🙌 | 👏 | ❤ | 🧡 | 💛 | 💚 | 💙 | 💜 | 🤍 | 🖤 | 🤎 | 💖
    | 💕 | 💗 | 💓 | 💞 | 💝 | 💘 | 💐 | 🌹 | 🌷 | 🌸 | 🌼 | 🌻 | 🌺 | ✨ | ⭐ | 🌟
    | 💪 | 🔥 | 👋 | 😌 | 🫶 | 💫 | 🥂 | 🍾 | 🎂 | 🎁 | 🤞 | 😻 | 🤓 | 😉 | 🚀 | 🎈
    | 🍀 | ☀ | 🌞 | 🦋
decline = (👎 | ❌ | 🚫 | ✖ | 🙅 | ⛔)+
"""
