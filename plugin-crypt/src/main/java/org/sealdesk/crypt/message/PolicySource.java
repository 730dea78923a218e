package org.sealdesk.crypt.message;

import java.util.Optional;
import org.sealdesk.crypt.policy.ProtectionPolicy;

/** The settings of outgoing mail as they are now. Cheap: asked for every mail and on each pause of typing. */
@FunctionalInterface
public interface PolicySource {

    /** @param queue id of the queue; empty for mail that leaves from none */
    ProtectionPolicy forQueue(Optional<String> queue);
}
