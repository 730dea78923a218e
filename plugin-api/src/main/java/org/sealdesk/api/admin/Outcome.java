package org.sealdesk.api.admin;

import java.util.Map;
import java.util.Optional;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Text;
import org.sealdesk.api.mail.MailContent;

/** The answer to an {@link AdminRequest}. */
public sealed interface Outcome {

    record Page(View view) implements Outcome {}

    /** The form again, with a message beside each field that is wrong. Status 422. */
    record Invalid(View view, Map<String, Text> fieldErrors) implements Outcome {
        public Invalid {
            fieldErrors = Map.copyOf(fieldErrors);
        }
    }

    /**
     * Done; go to another page of the plugin and show the notice there once.
     *
     * @param path relative to the mount, may carry a query
     */
    record Redirect(String path, Optional<Problem> notice) implements Outcome {}

    /**
     * A file. The host sends it as an attachment with {@code nosniff}; if sensitive, it is never cached and the audit
     * log has a line.
     */
    record Download(String fileName, String mediaType, MailContent content, boolean sensitive) implements Outcome {}

    /** The user gives the password again, then the same request comes back. */
    record Reauthenticate(Text reason) implements Outcome {}

    record NotFound() implements Outcome {}
}
