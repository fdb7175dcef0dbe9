// The demonstration's page of two phones: a chat handset and a feature phone, both talking to the real desk.
import "./styles/portal.scss";
import "./styles/phones.scss";
import { start } from "./modules/start.js";
import { Chat } from "./modules/phones/chat.js";
import { Desk } from "./modules/phones/desk.js";
import { keepNumber } from "./modules/phones/number.js";
import { startTries } from "./modules/phones/try.js";
import { FeaturePhone } from "./modules/phones/ussd.js";

start();
const page = document.querySelector("[data-ba-phones]");
const desk = new Desk(page, keepNumber(page.querySelector("[data-number]")));
const chat = new Chat(page.querySelector("[data-chat]"), desk);
const phone = new FeaturePhone(page.querySelector("[data-ussd]"), desk);
startTries(page);
desk.start((state) => {
  chat.show(state.whatsapp);
  phone.show(state.ussd);
});
