"""Every method that the village knows, by its name in small letters."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from sandbox.methods import chats, files, hearing, messages, profile
from sandbox.params import Params
from sandbox.village import Village

Method = Callable[[Village, Params], object | Awaitable[object]]

METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "getme": profile.get_me,
        "getupdates": hearing.get_updates,
        "setwebhook": hearing.set_webhook,
        "deletewebhook": hearing.delete_webhook,
        "getwebhookinfo": hearing.get_webhook_info,
        "answercallbackquery": hearing.answer_callback_query,
        "sendmessage": messages.send_message,
        "editmessagetext": messages.edit_message_text,
        "editmessagecaption": messages.edit_message_caption,
        "editmessagereplymarkup": messages.edit_message_reply_markup,
        "deletemessage": messages.delete_message,
        "deletemessages": messages.delete_messages,
        "pinchatmessage": messages.pin_chat_message,
        "unpinchatmessage": messages.unpin_chat_message,
        "unpinallchatmessages": messages.unpin_all_chat_messages,
        "setmessagereaction": messages.set_message_reaction,
        "sendchataction": messages.send_chat_action,
        "senddocument": files.send_document,
        "sendvoice": files.send_voice,
        "getfile": files.get_file,
        "getchat": chats.get_chat,
        "getchatmember": chats.get_chat_member,
        "getchatadministrators": chats.get_chat_administrators,
        "getchatmembercount": chats.get_chat_member_count,
        "leavechat": chats.leave_chat,
        "createchatinvitelink": chats.create_chat_invite_link,
        "setmycommands": profile.set_my_commands,
        "getmycommands": profile.get_my_commands,
        "deletemycommands": profile.delete_my_commands,
        "setmyname": profile.set_my_name,
        "getmyname": profile.get_my_name,
        "setmydescription": profile.set_my_description,
        "getmydescription": profile.get_my_description,
        "setmyshortdescription": profile.set_my_short_description,
        "getmyshortdescription": profile.get_my_short_description,
        "setchatmenubutton": profile.set_chat_menu_button,
        "getchatmenubutton": profile.get_chat_menu_button,
    }
)

NOT_AS_ANSWER = frozenset({"getupdates", "setwebhook", "deletewebhook"})
