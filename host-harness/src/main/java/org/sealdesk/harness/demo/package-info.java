/**
 * The demo customers and their own mail programs: they make keys at start-up and send the desk protected mails through
 * its SMTP door. Nothing outside this package has any cryptography; {@link org.sealdesk.harness.demo.DemoWorld} is where
 * to start.
 */
@NullMarked
package org.sealdesk.harness.demo;

import org.jspecify.annotations.NullMarked;
