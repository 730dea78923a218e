package org.sealdesk.api.mail;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Text;

/**
 * Advice while a mail is written; {@link OutgoingMailHook#beforeSend} decides again.
 *
 * @param selected what would be done now
 * @param because one sentence: where that choice comes from
 * @param possible what the keys at hand allow; always contains NONE unless policy forbids it
 * @param button what the send button should say, so that it tells what happens
 * @param signer the key that would sign, for people; empty if none would
 * @param recipients one entry per recipient of the envelope, in its order
 * @param problems why the selected protection cannot be given; empty if it can
 * @param notes what stays readable on the way, how many copies go out
 */
public record ComposePlan(
        Wish selected,
        Text because,
        Set<Protection> possible,
        Text button,
        Optional<Text> signer,
        List<RecipientPlan> recipients,
        List<Problem> problems,
        List<Text> notes) {

    public ComposePlan {
        possible = Set.copyOf(possible);
        recipients = List.copyOf(recipients);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }
}
