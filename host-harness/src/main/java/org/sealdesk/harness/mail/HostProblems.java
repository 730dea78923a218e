package org.sealdesk.harness.mail;

import java.util.List;
import org.sealdesk.api.Fix;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Severity;
import org.sealdesk.api.Text;

/** The problems that the host itself finds. Their keys are in the host's own bundle. */
public final class HostProblems {

    private HostProblems() {}

    public static Problem notChecked(String why) {
        return error("hook.failed", "host.not.checked", "Not checked yet. We'll try again.", why);
    }

    public static Problem gaveUp(String why) {
        return error("hook.failed", "host.gave.up", "Not checked: it failed three times.", why);
    }

    public static Problem hookFailed(String why) {
        return error("hook.failed", "host.hook.failed", "Not sent: the protection failed.", why);
    }

    public static Problem unprotected() {
        return error(
                "protection.unavailable",
                "host.protection.unavailable",
                "Not sent: nothing here could give the protection you chose.",
                "no mail hook of phase PROTECT answered");
    }

    public static Problem changedAfterwards(String hook) {
        return error(
                "content.changed",
                "host.content.changed",
                "Not sent: the protected text was changed afterwards.",
                "by mail hook \"" + hook + "\"");
    }

    public static Problem wrongRecipients(String hook) {
        return error(
                "recipients.changed",
                "host.recipients.changed",
                "Not sent: the copies do not reach exactly the recipients you named.",
                "mail hook \"" + hook + "\"");
    }

    public static Problem bccOnWire(String hook) {
        return error("header.bcc", "host.header.bcc", "Not sent: the mail would show its Bcc recipients.", hook);
    }

    public static Problem relayFailed(String why) {
        return error("relay.failed", "host.relay.failed", "The mail server did not take the mail.", why);
    }

    public static Problem interrupted() {
        return error(
                "send.interrupted",
                "host.send.interrupted",
                "The host stopped while this mail was being sent. It may or may not have left.",
                "");
    }

    /** A field of the compose form that cannot be used. */
    public static Problem badField(String field, String why) {
        return error("field.invalid", "host.field.invalid", "This cannot be used: " + field + ".", why);
    }

    private static Problem error(String code, String key, String what, String why) {
        return new Problem(code, Severity.ERROR, new Text(key, List.of(), what), Text.data(why), List.<Fix>of());
    }
}
