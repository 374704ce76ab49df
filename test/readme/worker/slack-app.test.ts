import { expect, test } from 'vitest';
import { clickPayload, clickPost } from '../../worker/entrances/slack/click.ts';
import { openApp } from '../../worker/open-app.ts';
import { slackForm, slackPost } from '../../worker/signed-requests.ts';
import { codeBlocks, filledIn } from '../read-readme.ts';
import { SET_UP } from './section.ts';

const [block = ''] = codeBlocks(SET_UP, 'json');
const manifest = JSON.parse(filledIn(block));
const [command] = manifest.features.slash_commands;

test('the Slack app gives one command, at an address where the Worker answers Slack', async () => {
  expect(manifest.features.slash_commands).toHaveLength(1);
  const { protocol, pathname } = new URL(command.url);
  const [, request] = slackPost(slackForm('help'));
  const answer = await openApp().app.request(pathname, request);
  expect([protocol, answer.status]).toEqual(['https:', 200]);
});

test('the command and its hint are those that the help gives', async () => {
  const answer = await openApp().app.request(...slackPost(slackForm('help')));
  const { text } = JSON.parse(await answer.text());
  const help = String(text).replaceAll('&lt;', '<').replaceAll('&gt;', '>');
  for (const usage of command.usage_hint.split(' | '))
    expect(help).toContain(`\`${command.command} ${usage}\``);
});

test('a click of a button comes to an address where the Worker answers it', async () => {
  const { is_enabled: isEnabled, request_url: url } = manifest.settings.interactivity;
  const { protocol, pathname } = new URL(url);
  const [, request] = clickPost(clickPayload('check', 'prod'));
  const answer = await openApp().app.request(pathname, request);
  expect([isEnabled, protocol, answer.status]).toEqual([true, 'https:', 200]);
});

test('the app may give its command and post, and nothing else', () => {
  expect(manifest.oauth_config.scopes).toEqual({
    bot: ['commands', 'chat:write', 'chat:write.public'],
  });
});

test('the token does not rotate: the Worker keeps the one that it is given', () => {
  expect(manifest.settings.token_rotation_enabled).toBe(false);
});

test('the texts are as short as Slack wants them', () => {
  const { name, description } = manifest.display_information;
  expect(name.length).toBeLessThanOrEqual(35);
  expect(description.length).toBeLessThanOrEqual(140);
});
